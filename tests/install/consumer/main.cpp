// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <penstock/penstock.hpp>

int main() {
  std::printf("penstock %s: %s\n", PENSTOCK_VERSION, penstock::default_selection().reason.c_str());
  return penstock::compare_versions("1.2.0rc1", "<", "1.2.0") ? 0 : 1;
}
