// SPDX-License-Identifier: Apache-2.0
#include "ov/model.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include "ov/ir_logits_start.hpp"
#include "ov/ir_text.hpp"
#include "ov/memory_file.hpp"
#include "ov/onnx_check.hpp"
#include "ov/private_folder.hpp"
#include "sdk/failure.hpp"
#include "sdk/onnx_external_data.hpp"
#include "sdk/onnx_ports.hpp"
#include "sdk/onnx_relocation.hpp"

namespace penstock::ov {
namespace {

namespace fs = std::filesystem;
using sdk::Failure;

std::string_view text_of(std::span<const char> bytes) { return {bytes.data(), bytes.size()}; }

bool is_xml(const sdk::SessionOptions& given) {
  if (!given.path.empty()) return fs::path(given.path).extension() == ".xml";
  const std::string_view text = text_of(given.bytes);
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && text[first] == '<';
}

using PortByName = ov_status_e (*)(const ov_model_t*, const char*, ov_output_const_port_t**);

std::string any_name(const Runtime& runtime, const ov_output_const_port_t* port) {
  char* name = nullptr;
  if (runtime.api().port_get_any_name(port, &name) != ov_status_e::OK) return {};
  std::string copy = name;
  runtime.api().free(name);
  return copy;
}

// Folding may give a tensor inner names besides the one that the ONNX graph declares.
void map_onnx_names(const Runtime& runtime, PortByName find, const std::vector<std::string>& names,
                    Model& model) {
  for (const std::string& name : names) {
    ov_output_const_port_t* raw = nullptr;
    if (find(model.model.get(), name.c_str(), &raw) != ov_status_e::OK) continue;
    const Owned<ov_output_const_port_t> port = runtime.own(raw);
    const std::string told = any_name(runtime, raw);
    if (!told.empty() && told != name) model.names.emplace(told, name);
  }
}

using PortCount = ov_status_e (*)(const ov_model_t*, std::size_t*);
using PortByIndex = ov_status_e (*)(const ov_model_t*, std::size_t, ov_output_const_port_t**);

void map_ir_names(const Runtime& runtime, PortCount get_count, PortByIndex get,
                  std::string_view xml, Model& model) {
  std::size_t count = 0;
  runtime.check(get_count(model.model.get(), &count), "ports of the graph");
  for (std::size_t i = 0; i < count; ++i) {
    ov_output_const_port_t* raw = nullptr;
    runtime.check(get(model.model.get(), i, &raw), "ports of the graph");
    const Owned<ov_output_const_port_t> port = runtime.own(raw);
    const std::string told = any_name(runtime, raw);
    const std::string better = better_name(xml, told);
    if (better != told) model.names.emplace(told, better);
  }
}

Owned<ov_model_t> read_path(const Runtime& runtime, const std::string& path,
                            const std::string& weights) {
  ov_model_t* model = nullptr;
  runtime.check(runtime.api().core_read_model(runtime.core(), path.c_str(),
                                              weights.empty() ? nullptr : weights.c_str(), &model),
                "OpenVINO cannot read " + path);
  return runtime.own(model);
}

Owned<ov_model_t> read_bytes(const Runtime& runtime, std::span<const char> bytes,
                             const ov_tensor_t* weights, const std::string& origin) {
  ov_model_t* model = nullptr;
  runtime.check(runtime.api().core_read_model_from_memory_buffer(runtime.core(), bytes.data(),
                                                                 bytes.size(), weights, &model),
                "OpenVINO cannot read " + origin);
  return runtime.own(model);
}

// Given bytes, the runtime looks for weights in the current folder.
Owned<ov_model_t> read_bytes_in(const Runtime& runtime, std::span<const char> bytes,
                                const std::string& folder, const std::string& origin) {
  Owned<ov_model_t> model;
  in_private_folder(folder, [&] { model = read_bytes(runtime, bytes, nullptr, origin); });
  return model;
}

Model read_onnx(const Runtime& runtime, const sdk::SessionOptions& given,
                std::span<const char> bytes) {
  const auto files = sdk::find_external_files(bytes, given.origin());
  const std::string folder =
      given.path.empty() ? given.external_data_folder : fs::path(given.path).parent_path().string();
  if (!files.empty() && given.path.empty() && folder.empty())
    throw Failure(PENSTOCK_INVALID_ARGUMENT, given.origin() + " keeps weights in '" +
                                                 files.front().location +
                                                 "': give the folder of that file");
  sdk::check_external_files(files, folder, given.origin());
  check_recognised(bytes, given.origin());
  Model model;
  model.weight_bytes = bytes.size();
  for (const sdk::ExternalFile& file : files) model.weight_bytes += file.size;
  const auto relocated = given.path.empty() ? std::optional<sdk::RelocatedModel>()
                                            : sdk::relocate_links(bytes, files, given.path);
  if (relocated) {
    model.model = read_bytes_in(runtime, relocated->bytes, relocated->folder, given.origin());
  } else if (!given.path.empty()) {
    model.model = read_path(runtime, given.path, "");
  } else if (files.empty()) {
    model.model = read_bytes(runtime, bytes, nullptr, given.origin());
  } else {
    model.model = read_bytes_in(runtime, bytes, folder, given.origin());
  }
  const sdk::OnnxPorts ports = sdk::declared_ports(bytes);
  map_onnx_names(runtime, runtime.api().model_const_input_by_name, ports.inputs, model);
  map_onnx_names(runtime, runtime.api().model_const_output_by_name, ports.outputs, model);
  return model;
}

// The .bin beside an .xml; for an IR in memory the only .bin of the folder.
std::string weights_path(const sdk::SessionOptions& given) {
  if (!given.path.empty()) return fs::path(given.path).replace_extension(".bin").string();
  std::string found;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(given.external_data_folder, failure)) {
    if (entry.path().extension() != ".bin") continue;
    if (!found.empty())
      throw Failure(PENSTOCK_INVALID_ARGUMENT,
                    given.external_data_folder + " holds more than one .bin; give a folder of one");
    found = entry.path().string();
  }
  if (found.empty())
    throw Failure(PENSTOCK_NOT_FOUND, given.origin() + " needs weights, and the folder '" +
                                          given.external_data_folder + "' holds no .bin");
  return found;
}

void check_weights(const std::string& path, std::uint64_t needed, const std::string& origin) {
  std::error_code failure;
  const std::uintmax_t size = fs::file_size(path, failure);
  if (failure)
    throw Failure(PENSTOCK_NOT_FOUND, origin + " keeps its weights in " + path +
                                          ", which cannot be read (" + failure.message() + ")");
  if (size < needed)
    throw Failure(PENSTOCK_IO, path + " is too short: " + origin + " reads " +
                                   std::to_string(needed) + " bytes from it, it has " +
                                   std::to_string(size));
}

Owned<ov_model_t> read_ir_from_memory(const Runtime& runtime, const sdk::SessionOptions& given,
                                      const sdk::MappedFile* weights) {
  if (weights == nullptr) return read_bytes(runtime, given.bytes, nullptr, given.origin());
  std::int64_t size = static_cast<std::int64_t>(weights->bytes().size());
  ov_tensor_t* tensor = nullptr;
  runtime.check(runtime.api().tensor_create_from_host_ptr(
                    U8, ov_shape_t{1, &size}, const_cast<char*>(weights->bytes().data()), &tensor),
                "OpenVINO did not take the weights");
  const Owned<ov_tensor_t> owned = runtime.own(tensor);
  return read_bytes(runtime, given.bytes, tensor, given.origin());
}

// Read from a path, so that the runtime maps the weights as it does for the file itself. Null where
// the graph or the system does not allow it.
Owned<ov_model_t> read_with_logits_start(const Runtime& runtime, std::string_view xml,
                                         const std::string& weights) {
  const auto changed = add_logits_start(xml);
  if (!changed) return runtime.own<ov_model_t>(nullptr);
  try {
    return read_path(runtime, MemoryFile(*changed).path(), weights);
  } catch (const Failure&) {
    return runtime.own<ov_model_t>(nullptr);
  }
}

Model read_ir(const Runtime& runtime, const sdk::SessionOptions& given, std::string_view xml,
              bool logits_start) {
  check_ir(xml, given.origin());
  const std::uint64_t needed = weights_size(xml);
  Model model;
  model.weight_bytes = needed;
  std::string weights;
  if (needed != 0) {
    weights = weights_path(given);
    check_weights(weights, needed, given.origin());
  }
  const bool in_file = !given.path.empty();
  if (logits_start && in_file) model.model = read_with_logits_start(runtime, xml, weights);
  model.logits_start = model.model != nullptr;
  if (!in_file && needed != 0) model.weights = std::make_unique<sdk::MappedFile>(weights);
  if (model.model == nullptr)
    model.model = in_file ? read_path(runtime, given.path, weights)
                          : read_ir_from_memory(runtime, given, model.weights.get());
  const Api& api = runtime.api();
  map_ir_names(runtime, api.model_inputs_size, api.model_const_input_by_index, xml, model);
  map_ir_names(runtime, api.model_outputs_size, api.model_const_output_by_index, xml, model);
  return model;
}

}  // namespace

Model read_model(const Runtime& runtime, const sdk::SessionOptions& given, bool logits_start) {
  std::unique_ptr<sdk::MappedFile> file;
  if (!given.path.empty()) file = std::make_unique<sdk::MappedFile>(given.path);
  const std::span<const char> bytes = file != nullptr ? file->bytes() : given.bytes;
  if (!is_xml(given)) return read_onnx(runtime, given, bytes);
  return read_ir(runtime, given, text_of(bytes), logits_start);
}

}  // namespace penstock::ov
