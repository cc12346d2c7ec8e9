// SPDX-License-Identifier: Apache-2.0
// Generates from token ids, one request a line: generation_worker ort|ov FOLDER [KEY=VALUE ...]
//   in:  {"prompt": [ids], "new": tokens, "beams": 1, "settings": {...}}
//   out: {"first": s, "total": s, "runtime": s, "rss": MiB, "ids": [new ids]}
// settings: further generate() parameters. KEY=VALUE: options of the session.
// An empty line ends it.
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <penstock/json.hpp>
#include <string>

#include "backends/plugin.hpp"
#include "generation/generate.hpp"
#include "models/decoder.hpp"

namespace {

using penstock::Json;
namespace fs = std::filesystem;

class Opener {
 public:
  Opener(std::string_view accelerator, fs::path folder) : folder_(std::move(folder)) {
    const auto found = penstock::parse_accelerator(accelerator);
    backend_ = penstock::load_backend(found, penstock::availability(found).library);
    suffix_ = accelerator == "ov" ? "xml" : "onnx";
  }
  void add_option(const std::string& option) {
    const std::size_t at = option.find('=');
    options_.options.emplace_back(option.substr(0, at), option.substr(at + 1));
  }
  std::unique_ptr<penstock::Session> open(const std::string& name) const {
    const fs::path file = folder_ / ((suffix_ == "xml" ? "openvino_" : "") + name + "." + suffix_);
    if (!fs::exists(file)) return nullptr;
    penstock::SessionOptions options = options_;
    options.model_path = file;
    options.logits_start = name != "encoder_model";  // as a pipeline opens them
    return std::make_unique<penstock::Session>(backend_, options);
  }

 private:
  fs::path folder_;
  std::string suffix_;
  std::shared_ptr<penstock::Backend> backend_;
  penstock::SessionOptions options_;
};

std::unique_ptr<penstock::DecoderModel> load(const Opener& from, const fs::path& folder) {
  penstock::DecoderSessions sessions;
  sessions.encoder = from.open("encoder_model");
  for (const char* name : {"model", "decoder_model_merged"})
    if (sessions.decoder == nullptr) sessions.decoder = from.open(name);
  if (sessions.decoder == nullptr) {
    sessions.decoder = from.open("decoder_model");
    sessions.decoder_with_past = from.open("decoder_with_past_model");
  }
  return penstock::make_decoder_model(
      std::move(sessions),
      std::make_shared<const penstock::ModelConfig>(penstock::ModelConfig::from_file(folder)));
}

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

double resident_mib() {
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

Json answer(const penstock::DecoderModel& model, const Json& request) {
  std::vector<std::int64_t> prompt = request["prompt"];
  Json settings = Json::object();
  settings["max_new_tokens"] = request["new"];
  settings["num_beams"] = request.value("beams", 1);
  settings["pad_token_id"] = 0;
  settings.update(request.value("settings", Json::object()));
  penstock::GenerationInput input;
  if (model.is_encoder_decoder()) {
    settings["decoder_start_token_id"] =
        model.config().integer("decoder_start_token_id").value_or(0);
    penstock::Tensor ids = penstock::Tensor::zeros(penstock::DType::int64,
                                                   {1, static_cast<std::int64_t>(prompt.size())});
    std::copy(prompt.begin(), prompt.end(), ids.values<std::int64_t>().begin());
    input.encoder_inputs.set("input_ids", ids);
  } else {
    input.columns = prompt.size();
    input.input_ids = prompt;
  }
  const auto config = penstock::GenerationConfig::from_json(settings);
  const auto begin = std::chrono::steady_clock::now();
  const penstock::GenerationOutput output = penstock::generate(model, config, input);
  const auto total = std::chrono::steady_clock::now() - begin;
  const auto new_ids = output.sequence(0).subspan(output.prompt_length);
  return {{"first", seconds(output.timings.first_token)},
          {"total", seconds(total)},
          {"runtime", seconds(output.timings.runtime)},
          {"rss", resident_mib()},
          {"ids", std::vector<std::int64_t>(new_ids.begin(), new_ids.end())}};
}

}  // namespace

int main(int count, char** values) {
  if (count < 3) return 2;
  Opener opener(values[1], values[2]);
  for (int i = 3; i < count; ++i) opener.add_option(values[i]);
  const auto model = load(opener, values[2]);
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line) && !line.empty();)
    std::cout << answer(*model, Json::parse(line)).dump() << std::endl;
}
