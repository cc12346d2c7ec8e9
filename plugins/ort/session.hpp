// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ort/providers.hpp"
#include "ort/runtime.hpp"
#include "sdk/backend.hpp"
#include "sdk/page_mover.hpp"

namespace penstock::ort {

// An OrtSession. Inputs are read and outputs are left where they are; nothing is copied.
class Session final : public sdk::Session {
 public:
  Session(std::shared_ptr<const Runtime> runtime, const sdk::SessionOptions& options);

  void run(const sdk::RunCall& call) override;

 private:
  struct Values;

  void describe_ports(const std::string& origin);
  void run_plain(const sdk::RunCall& call, const OrtRunOptions* options, Values& values);
  void run_bound(const sdk::RunCall& call, const OrtRunOptions* options, Values& values);
  void invoke(const sdk::RunCall& call, Values& values);
  void make_inputs(const sdk::RunCall& call, Values& values) const;
  OrtValue* wrap(const PenstockTensor& tensor) const;
  void hand_out(const sdk::RunCall& call, Values& values) const;
  void detach_from_inputs(const sdk::RunCall& call, PenstockTensor& output) const;

  std::shared_ptr<const Runtime> runtime_;
  Owned<OrtSession> session_;
  Owned<OrtMemoryInfo> cpu_memory_;
  Owned<OrtMemoryInfo> kept_memory_;     // where values kept on the backend live
  std::optional<sdk::PageMover> pages_;  // of sessions that generate
  std::vector<const char*> input_names_;
  std::vector<const char*> output_names_;
};

}  // namespace penstock::ort
