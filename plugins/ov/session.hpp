// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ov/compile_options.hpp"
#include "ov/model.hpp"
#include "ov/request.hpp"
#include "sdk/backend.hpp"
#include "sdk/page_mover.hpp"

namespace penstock::ov {

// A compiled graph. Inputs are read and outputs are left where they are; nothing is copied.
class Session final : public sdk::Session {
 public:
  Session(std::shared_ptr<const Runtime> runtime, const sdk::SessionOptions& options);

  void run(const sdk::RunCall& call) override;
  std::unique_ptr<sdk::State> create_state() override;

 private:
  void open(const sdk::SessionOptions& options, const CompileOptions& compile_options,
            bool logits_start);
  void compile(const CompileOptions& options, const std::string& origin);
  void describe_ports();
  void run_on(const Lease& lease, const sdk::RunCall& call);
  void set_inputs(const Request& request, const sdk::RunCall& call) const;
  void set_outputs(Request& request, const sdk::RunCall& call);
  void infer(const Request& request, const sdk::RunCall& call);
  void hand_out(const Lease& lease, std::size_t index, const sdk::RunCall& call) const;

  std::shared_ptr<const Runtime> runtime_;
  Model model_;
  Owned<ov_compiled_model_t> compiled_;
  std::optional<RequestPool> pool_;
  std::optional<sdk::PageMover> pages_;  // of sessions that generate
  std::size_t beam_input_ = 0;           // of beam_idx; the number of inputs when there is none
};

}  // namespace penstock::ov
