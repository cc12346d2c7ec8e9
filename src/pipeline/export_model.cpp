// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <fstream>
#include <penstock/error.hpp>
#include <penstock/export.hpp>
#include <string_view>
#include <system_error>

#include "export/native_graph.hpp"
#include "export/onnx_writer.hpp"
#include "export/weight_bytes.hpp"
#include "models/model_config.hpp"
#include "pipeline/graph_source.hpp"
#include "tasks/task_guess.hpp"
#include "tasks/task_name.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kGraphName = "model.onnx";
constexpr std::string_view kDataName = "model.onnx_data";  // as Optimum names it
// Above this the weights get a file of their own: an ONNX file may have 2 GiB at most.
constexpr std::uint64_t kMostInside = 1'500'000'000;

// What a folder needs besides the graph to be a model of its own.
constexpr std::array<std::string_view, 12> kCompanions = {"config.json",
                                                          "tokenizer.json",
                                                          "tokenizer_config.json",
                                                          "vocab.txt",
                                                          "vocab.json",
                                                          "merges.txt",
                                                          "spm.model",
                                                          "spiece.model",
                                                          "sentencepiece.bpe.model",
                                                          "added_tokens.json",
                                                          "special_tokens_map.json",
                                                          "preprocessor_config.json"};

std::string task_of(const ExportOptions& options, const ModelConfig& config) {
  if (options.task) return normalize_task(*options.task).id;
  const std::vector<std::string> guessed = guess_tasks(config);
  if (!guessed.empty()) return guessed.front();
  throw Error(ErrorCode::invalid_argument,
              "The architecture in config.json says no task; name one with `task`.");
}

native::Head head_for(const std::string& task) {
  if (const auto head = head_of(task)) return *head;
  throw Error(ErrorCode::unsupported,
              "A graph for the task " + task + " cannot be built natively.");
}

DType dtype_for(const ExportOptions& options) {
  if (!options.dtype) return DType::undefined;
  for (const DType dtype : {DType::float32, DType::float16, DType::bfloat16})
    if (to_string(dtype) == *options.dtype) return dtype;
  throw Error(
      ErrorCode::invalid_argument,
      "`dtype` must be \"float32\", \"float16\" or \"bfloat16\", got \"" + *options.dtype + "\".");
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.flush();
  if (!file) throw Error(ErrorCode::io, path.string() + " cannot be written.");
}

// The bytes that an initializer points to, as the type that the graph declares.
std::string weight_bytes(const native::Checkpoint& checkpoint,
                         const native::Initializer& initializer) {
  const native::StoredTensor& stored = *checkpoint.find(initializer.name);
  return native::convert_floats(checkpoint.read(stored), stored.dtype, initializer.dtype);
}

std::uint64_t total_size(const native::OnnxModel& model) {
  std::uint64_t total = 0;
  for (const native::Initializer& initializer : model.initializers)
    if (initializer.external)
      total += native::element_count(initializer.shape).value_or(0) * size_of(initializer.dtype);
  return total;
}

void take_inside(const native::Checkpoint& checkpoint, native::OnnxModel& model) {
  for (native::Initializer& initializer : model.initializers) {
    if (!initializer.external) continue;
    initializer.raw = weight_bytes(checkpoint, initializer);
    initializer.external.reset();
  }
}

// All weights one behind the other in a file beside the graph.
void write_data(const native::Checkpoint& checkpoint, const fs::path& path,
                native::OnnxModel& model) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  std::uint64_t at = 0;
  for (native::Initializer& initializer : model.initializers) {
    if (!initializer.external) continue;
    const std::string bytes = weight_bytes(checkpoint, initializer);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    initializer.external = native::ExternalData{path.filename().string(), at, bytes.size()};
    at += bytes.size();
  }
  file.flush();
  if (!file) throw Error(ErrorCode::io, path.string() + " cannot be written.");
}

bool is_same_folder(const fs::path& a, const fs::path& b) {
  std::error_code ignored;
  return fs::equivalent(a, b, ignored);
}

// A graph may point into weights beside it only where they are real files: runtimes refuse links,
// and the Hugging Face cache, which is made of them, is nobody's to write to.
void check_in_place(const native::Checkpoint& checkpoint, const ExportOptions& options) {
  if (is_same_folder(checkpoint.folder(), options.output)) return;
  throw Error(ErrorCode::invalid_argument,
              "The weights in " + options.model.string() +
                  " are links to files elsewhere, as in the Hugging Face cache. Write the model to "
                  "another folder.");
}

void copy_companions(const ExportOptions& options, ExportReport& report) {
  for (const std::string_view name : kCompanions) {
    const fs::path from = options.model / name;
    std::error_code error;
    if (!fs::is_regular_file(from, error)) continue;
    const fs::path to = options.output / name;
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    if (error) throw Error(ErrorCode::io, to.string() + " cannot be written: " + error.message());
    report.written.push_back(to);
  }
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error(ErrorCode::io, folder.string() + " cannot be made: " + error.message());
}

}  // namespace

ExportReport export_model(const ExportOptions& options) {
  std::error_code ignored;
  if (!fs::exists(options.model, ignored) && !ignored)
    throw Error(ErrorCode::not_found, "There is no folder " + options.model.string() +
                                          "; give the folder of a checkpoint as `model`.");
  const auto file = native::find_checkpoint(options.model);
  if (!file)
    throw Error(ErrorCode::not_found,
                "There is no checkpoint (" + std::string(native::kSafetensors) + " or " +
                    std::string(native::kTorchFile) + ") in " + options.model.string() + ".");
  const ModelConfig config = ModelConfig::from_file(options.model);
  const DType dtype = dtype_for(options);
  ExportReport report;
  report.task = task_of(options, config);
  report.graph = options.output / kGraphName;
  report.weights_in_place = is_same_folder(options.model, options.output);
  const native::Checkpoint checkpoint(*file);
  native::OnnxModel model = native::build_model(
      checkpoint, config.json(), head_for(report.task),
      options.fused ? native::kFusedAttentionForm : native::kPortableForm, dtype);
  if (report.weights_in_place) {
    if (dtype != DType::undefined)
      throw Error(
          ErrorCode::invalid_argument,
          "`dtype` changes the weights, which stay as they are when the model is written to "
          "their own folder; write it to another one.");
    check_in_place(checkpoint, options);
  } else {
    make_folder(options.output);
    if (total_size(model) <= kMostInside) {
      take_inside(checkpoint, model);
    } else {
      report.written.push_back(options.output / kDataName);
      write_data(checkpoint, report.written.back(), model);
    }
    copy_companions(options, report);
  }
  write_file(report.graph, native::serialize(model));
  report.written.push_back(report.graph);
  return report;
}

}  // namespace penstock
