// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace penstock::ipex {

// While it lives, libraries that read the environment see `extra` ("NAME=value") besides what is
// there; a name that is set already keeps its value. The environment's own array is left as it is,
// so that a thread that reads it meanwhile is not disturbed. One at a time.
class BorrowedEnvironment {
 public:
  explicit BorrowedEnvironment(const std::vector<std::string>& extra);
  ~BorrowedEnvironment();
  BorrowedEnvironment(const BorrowedEnvironment&) = delete;
  BorrowedEnvironment& operator=(const BorrowedEnvironment&) = delete;

 private:
  char** before_;
  char** during_;
};

}  // namespace penstock::ipex
