// SPDX-License-Identifier: Apache-2.0
#include "ov/session.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "ov/element_type.hpp"
#include "ov/ir_text.hpp"
#include "ov/state.hpp"
#include "sdk/failure.hpp"
#include "sdk/option_value.hpp"

namespace penstock::ov {
namespace {

using sdk::Failure;

// The C call takes properties as variable arguments and reads as many as it is told there are, so
// that one call with room for all serves every release.
constexpr std::size_t kMaxProperties = 16;
using Arguments = std::array<const char*, 2 * kMaxProperties>;

template <std::size_t... I>
ov_status_e compile_with(const Api& api, const ov_core_t* core, const ov_model_t* model,
                         const char* device, std::size_t count, const Arguments& arguments,
                         ov_compiled_model_t** compiled, std::index_sequence<I...>) {
  return api.core_compile_model(core, model, device, count, compiled, arguments[I]...);
}

// Old graphs leave ports without a name.
std::string name_of(const Api& api, const ov_output_const_port_t* port, const Model& model,
                    const std::string& otherwise) {
  char* told = nullptr;
  if (api.port_get_any_name(port, &told) != ov_status_e::OK) return otherwise;
  std::string name = told;
  api.free(told);
  const auto better = model.names.find(name);
  return better != model.names.end() ? better->second : name;
}

void describe(const Runtime& runtime, const ov_output_const_port_t* port, std::string name,
              sdk::Ports& ports) {
  const Api& api = runtime.api();
  ov_element_type_e type = DYNAMIC;
  runtime.check(api.port_get_element_type(port, &type), "type of " + name);
  ov_partial_shape_t shape{};
  runtime.check(api.port_get_partial_shape(port, &shape), "shape of " + name);
  std::vector<std::int64_t> dims;
  const bool rank_known = is_fixed(shape.rank);
  for (std::int64_t i = 0; rank_known && i < shape.rank.max; ++i)
    dims.push_back(is_fixed(shape.dims[i]) ? shape.dims[i].max : -1);
  api.partial_shape_free(&shape);
  if (rank_known)
    ports.add(std::move(name), from_ov(type), std::move(dims));
  else
    ports.add_of_unknown_rank(std::move(name), from_ov(type));
}

using CompiledPortByIndex = ov_status_e (*)(const ov_compiled_model_t*, std::size_t,
                                            ov_output_const_port_t**);

}  // namespace

Session::Session(std::shared_ptr<const Runtime> runtime, const sdk::SessionOptions& options)
    : runtime_(std::move(runtime)) {
  const CompileOptions compile_options = make_compile_options(*runtime_, options);
  // Other devices may not take a slice that an input decides.
  const bool logits_start = compile_options.logits_start && compile_options.device == "CPU";
  try {
    open(options, compile_options, logits_start);
  } catch (const Failure&) {
    if (!model_.logits_start) throw;
    open(options, compile_options, false);
  }
  describe_ports();
  model_.model.reset();  // the compiled graph stands alone
  pool_.emplace(*runtime_, compiled_.get());
}

void Session::open(const sdk::SessionOptions& options, const CompileOptions& compile_options,
                   bool logits_start) {
  model_ = read_model(*runtime_, options, logits_start);
  if (compile_options.dynamic_shapes && !open_shapes(*runtime_, model_.model.get()))
    model_ = read_model(*runtime_, options, logits_start);
  // The processor's plug-in puts weights in orders of its own, some of them in the first runs.
  if (sdk::wants_huge_pages(options.options) && compile_options.device == "CPU")
    pages_.emplace(2 * model_.weight_bytes);
  compile(compile_options, options.origin());
}

void Session::compile(const CompileOptions& options, const std::string& origin) {
  if (options.properties.size() > kMaxProperties)
    throw Failure(PENSTOCK_INVALID_ARGUMENT, "more than " + std::to_string(kMaxProperties) +
                                                 " properties of OpenVINO at once");
  Arguments arguments{};
  std::size_t count = 0;
  for (const auto& [key, value] : options.properties) {
    arguments[count++] = key.c_str();
    arguments[count++] = value.c_str();
  }
  ov_compiled_model_t* compiled = nullptr;
  runtime_->check(
      compile_with(runtime_->api(), runtime_->core(), model_.model.get(), options.device.c_str(),
                   count, arguments, &compiled, std::make_index_sequence<2 * kMaxProperties>()),
      "OpenVINO cannot compile " + origin + " for " + options.device);
  compiled_ = runtime_->own(compiled);
}

void Session::describe_ports() {
  const Api& api = runtime_->api();
  const auto describe_all = [&](auto get_size, CompiledPortByIndex get_port, const char* kind,
                                sdk::Ports& ports) {
    std::size_t count = 0;
    runtime_->check(get_size(compiled_.get(), &count), "ports of the graph");
    for (std::size_t i = 0; i < count; ++i) {
      ov_output_const_port_t* raw = nullptr;
      runtime_->check(get_port(compiled_.get(), i, &raw), "ports of the graph");
      const Owned<ov_output_const_port_t> port = runtime_->own(raw);
      describe(*runtime_, raw, name_of(api, raw, model_, kind + std::to_string(i)), ports);
    }
  };
  describe_all(api.compiled_model_inputs_size, api.compiled_model_input_by_index, "input_",
               inputs_);
  describe_all(api.compiled_model_outputs_size, api.compiled_model_output_by_index, "output_",
               outputs_);
  beam_input_ = inputs_.size();
  for (std::size_t i = 0; i < inputs_.size(); ++i)
    if (std::string_view(inputs_[i].name) == "beam_idx" && inputs_[i].dtype == PENSTOCK_INT32)
      beam_input_ = i;
}

std::unique_ptr<sdk::State> Session::create_state() {
  return std::make_unique<State>(*pool_, beam_input_ < inputs_.size());
}

}  // namespace penstock::ov
