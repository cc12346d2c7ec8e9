// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sdk/backend.hpp"
#include "sdk/on_first_use.hpp"

namespace penstock::sdk {

// A backend over one library of its vendor's, which is opened when it is first needed.
//
// Runtime: made from the library's path (empty: where the system finds it); has version(), a text
// that lives as long as it, and devices(). Session: made from a shared Runtime and the options.
template <class Runtime, class Session>
class LibraryBackend final : public Backend {
 public:
  // `name` is a literal; `library` may be null.
  LibraryBackend(const char* name, std::uint64_t capabilities, const char* library)
      : name_(name), capabilities_(capabilities), library_(library != nullptr ? library : "") {}

  const char* name() const noexcept override { return name_; }
  std::uint64_t capabilities() const noexcept override { return capabilities_; }

  const char* runtime_version() override { return runtime()->version().c_str(); }
  std::vector<std::string> devices() override { return runtime()->devices(); }
  std::unique_ptr<sdk::Session> create_session(const SessionOptions& options) override {
    return std::make_unique<Session>(runtime(), options);
  }

 private:
  std::shared_ptr<const Runtime> runtime() { return runtime_.get(library_); }

  const char* const name_;
  const std::uint64_t capabilities_;
  const std::string library_;
  OnFirstUse<Runtime> runtime_;
};

}  // namespace penstock::sdk
