// SPDX-License-Identifier: Apache-2.0
#include "ov/private_folder.hpp"

#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <thread>

#include "sdk/failure.hpp"

namespace penstock::ov {
namespace {

void enter(const std::string& folder) {
  if (::unshare(CLONE_FS) != 0)
    throw sdk::Failure(PENSTOCK_UNSUPPORTED,
                       std::string("this system does not let a thread have its own folder, which "
                                   "OpenVINO needs for a graph in memory with weights in files: ") +
                           std::strerror(errno));
  if (::chdir(folder.c_str()) != 0)
    throw sdk::Failure(PENSTOCK_NOT_FOUND, folder + ": " + std::strerror(errno));
}

}  // namespace

void in_private_folder(const std::string& folder, const std::function<void()>& work) {
  std::exception_ptr failure;
  std::thread([&] {
    try {
      enter(folder);
      work();
    } catch (...) {
      failure = std::current_exception();
    }
  }).join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace penstock::ov
