// SPDX-License-Identifier: Apache-2.0
#include "ipex/session.hpp"

#include <ATen/Parallel.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include <memory>
#include <utility>

#include "ipex/element_type.hpp"
#include "ipex/self_check.hpp"
#include "sdk/dtype.hpp"
#include "sdk/failure.hpp"
#include "sdk/run_tensors.hpp"

namespace penstock::ipex {
namespace {

using sdk::Failure;
using torch::jit::ExecutorExecutionMode;

// What an output's private_data points to, and what a value that stays here is.
struct Held {
  at::Tensor tensor;
};

at::Tensor wrap(const PenstockTensor& given) {
  if (given.value != nullptr) return reinterpret_cast<const Held*>(given.value)->tensor;
  return at::from_blob(sdk::data_or_place(given),
                       {given.shape, static_cast<std::size_t>(given.rank)}, to_torch(given.dtype));
}

// Torch keeps the number of threads for each calling thread.
void use_threads(int wanted) {
  static const int usual = at::get_num_threads();
  thread_local int current = 0;
  if (current == wanted) return;
  at::set_num_threads(wanted != 0 ? wanted : usual);
  current = wanted;
}

bool overlaps(const at::Tensor& tensor, const PenstockTensor& given) {
  const auto* begin = static_cast<const char*>(tensor.storage().data());
  const auto* lent = static_cast<const char*>(given.data);
  return lent != nullptr && begin < lent + given.byte_size &&
         lent < begin + tensor.storage().nbytes();
}

// A graph may hand an input through, whose memory is lent for the call only.
at::Tensor detached_from_inputs(at::Tensor tensor, const sdk::RunCall& call) {
  for (const PenstockTensor& input : call.inputs)
    if (input.value == nullptr && overlaps(tensor, input)) return tensor.clone();
  return tensor;
}

void hand_out(at::Tensor tensor, const char* name, bool keep, PenstockTensor& output) {
  const PenstockDType dtype = from_torch(tensor.scalar_type());
  if (sdk::size_of(dtype) == 0)
    throw Failure(PENSTOCK_UNSUPPORTED, std::string("output '") + name + "' has element type " +
                                            c10::toString(tensor.scalar_type()) +
                                            ", which Penstock does not take");
  if (!keep) tensor = tensor.contiguous();
  auto held = std::make_unique<Held>(Held{std::move(tensor)});
  const at::Tensor& kept = held->tensor;
  output = {dtype,
            static_cast<std::int32_t>(kept.dim()),
            kept.sizes().data(),
            nullptr,
            static_cast<std::uint64_t>(kept.numel()) * sdk::size_of(dtype),
            nullptr,
            sdk::release_held<Held>,
            held.get()};
  if (keep)
    output.value = reinterpret_cast<PenstockValue*>(held.get());
  else
    output.data = kept.numel() != 0 ? kept.data_ptr() : sdk::data_or_place(output);
  (void)held.release();
}

c10::IValue pack(const InputTree& tree, std::span<const at::Tensor> tensors, std::size_t& next) {
  if (tree.members.empty()) return tensors[next++];
  std::vector<c10::IValue> members;
  members.reserve(tree.members.size());
  for (const InputTree& member : tree.members) members.push_back(pack(member, tensors, next));
  return c10::ivalue::Tuple::create(std::move(members));
}

}  // namespace

Session::Session(const sdk::SessionOptions& options, SessionSettings settings)
    : settings_(std::move(settings)), loaded_(load_graph(options)) {
  GraphPorts ports = describe_ports(loaded_, settings_, options.origin());
  inputs_ = std::move(ports.inputs);
  outputs_ = std::move(ports.outputs);
  trees_ = std::move(ports.input_trees);
  executor_ = torch::jit::GraphExecutor(loaded_.graph, "forward", ExecutorExecutionMode::SIMPLE);
  if (settings_.warmup) try_out(options.origin());
}

// The first run compiles the graph. A model that takes no such sample is compiled when it is
// called.
void Session::try_out(const std::string& origin) {
  const c10::InferenceMode inference;
  const auto sample = make_sample(inputs_, loaded_.note);
  if (!sample) return;
  std::vector<at::Tensor> answer;
  try {
    Stack stack = make_stack(*sample);
    answer = execute(executor_, stack);
  } catch (const Failure&) {
    return;
  }
  if (settings_.self_check && (loaded_.bfloat16 || loaded_.note))
    check_answer(outputs_, answer, loaded_.note, origin);
  if (loaded_.bfloat16 && loaded_.uses_ipex) use_fusions(*sample, answer);
}

// Torch's profiling executor lets IPEX fuse operators, which gains a tenth in bfloat16 and nothing
// in float32. Its first runs are slow and prepare the later ones. On graphs that ipex.optimize did
// not prepare, the same fusions give NaN.
void Session::use_fusions(std::span<const at::Tensor> sample, std::span<const at::Tensor> answer) {
  constexpr int kRuns = 3;
  torch::jit::GraphExecutor fusing(loaded_.graph, "forward", ExecutorExecutionMode::PROFILING);
  std::vector<at::Tensor> fused;
  try {
    for (int run = 0; run < kRuns; ++run) {
      Stack stack = make_stack(sample);
      fused = execute(fusing, stack);
    }
  } catch (const Failure&) {
    return;
  }
  if (all_finite(fused) && alike(answer, fused)) executor_ = fusing;
}

Session::Stack Session::make_stack(std::span<const at::Tensor> tensors) const {
  Stack stack;
  stack.reserve(trees_.size() + 1);
  stack.emplace_back(loaded_.module._ivalue());
  std::size_t next = 0;
  for (const InputTree& tree : trees_) stack.push_back(pack(tree, tensors, next));
  return stack;
}

std::vector<at::Tensor> Session::execute(torch::jit::GraphExecutor& executor, Stack& stack) const {
  use_threads(settings_.num_threads);
  try {
    executor.run(stack);
  } catch (const std::exception& error) {
    throw Failure(PENSTOCK_BACKEND_FAILED, "IPEX failed: " + reason_of(error));
  }
  std::vector<at::Tensor> tensors;
  tensors.reserve(outputs_.size());
  for (const c10::IValue& value : stack) flatten(value, tensors);
  if (tensors.size() != outputs_.size())
    throw Failure(PENSTOCK_BACKEND_FAILED, "the graph returned " + std::to_string(tensors.size()) +
                                               " tensors instead of " +
                                               std::to_string(outputs_.size()));
  return tensors;
}

// TorchScript itself takes any shape: what the archive declares is checked here.
void Session::check_shape(std::size_t input, const PenstockTensor& given) const {
  const PenstockPort& port = inputs_[input];
  if (port.rank < 0 || given.value != nullptr) return;
  bool fits = given.rank == port.rank;
  for (std::int32_t i = 0; fits && i < port.rank; ++i)
    fits = port.shape[i] < 0 || port.shape[i] == given.shape[i];
  if (!fits)
    throw Failure(PENSTOCK_BACKEND_FAILED, std::string("input '") + port.name +
                                               "' has another rank or size than the archive "
                                               "declares");
}

void Session::run(const sdk::RunCall& call) {
  const c10::InferenceMode inference;
  std::vector<at::Tensor> tensors;
  tensors.reserve(call.inputs.size());
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    check_shape(i, call.inputs[i]);
    tensors.push_back(wrap(call.inputs[i]));
  }
  Stack stack = make_stack(tensors);
  const std::uint64_t begin = call.timings != nullptr ? sdk::now_ns() : 0;
  tensors = execute(executor_, stack);
  if (call.timings != nullptr) call.timings->run_ns = sdk::now_ns() - begin;
  for (std::size_t i = 0; i < tensors.size(); ++i)
    hand_out(detached_from_inputs(std::move(tensors[i]), call), outputs_[i].name, call.keeps(i),
             call.outputs[i]);
}

}  // namespace penstock::ipex
