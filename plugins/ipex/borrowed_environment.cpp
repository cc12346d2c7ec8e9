// SPDX-License-Identifier: Apache-2.0
#include "ipex/borrowed_environment.hpp"

#include <unistd.h>

#include <cstdlib>

namespace penstock::ipex {

// The copy is never freed: a thread that began to read it may still do so.
BorrowedEnvironment::BorrowedEnvironment(const std::vector<std::string>& extra)
    : before_(environ), during_(environ) {
  if (extra.empty()) return;
  auto* entries = new std::vector<char*>;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) entries->push_back(*at);
  for (const std::string& text : extra) {
    if (std::getenv(text.substr(0, text.find('=')).c_str()) != nullptr) continue;
    entries->push_back((new std::string(text))->data());
  }
  entries->push_back(nullptr);
  during_ = entries->data();
  environ = during_;
}

BorrowedEnvironment::~BorrowedEnvironment() {
  if (environ == during_) environ = before_;
}

}  // namespace penstock::ipex
