// SPDX-License-Identifier: Apache-2.0
#include "tasks/open_decoder.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "core/log.hpp"
#include "models/decoder.hpp"

namespace penstock {
namespace {

bool has_input(const Session& session, std::string_view part) {
  return std::any_of(session.inputs().begin(), session.inputs().end(),
                     [part](const Port& port) { return port.name.find(part) != port.name.npos; });
}

[[noreturn]] void refuse_option(std::string_view option, bool given) {
  const std::string name(option);
  const std::string yes = given ? "True" : "False";
  const std::string no = given ? "False" : "True";
  throw Error(ErrorCode::invalid_argument,
              "`" + name + "` was set to `" + yes + "` but the loaded model only supports `" +
                  name + "=" + no + "`. Please load your current model with `" + name + "=" + no +
                  "` or export the original model once again with `" + name + "=" + yes +
                  "` when calling the `from_pretrained` method. To export your model, simply set "
                  "`export=True`.");
}

// optimum-intel compares both options with the IR; optimum-onnx refuses a cache that is not there.
void check_arguments(const DecoderSessions& sessions, const DecoderArguments& arguments) {
  const bool stateful = has_input(*sessions.decoder, "beam_idx");
  const bool cached = stateful || sessions.decoder_with_past != nullptr ||
                      has_input(*sessions.decoder, "past_key_values");
  if (arguments.stateful && *arguments.stateful != stateful)
    refuse_option("stateful", *arguments.stateful);
  if (arguments.use_cache.value_or(false) && !cached) refuse_option("use_cache", true);
  if (!cached && arguments.use_cache.value_or(true))
    log(LogLevel::warning,
        "`model.config.use_cache=True` but the loaded model does not support using the past key "
        "values cache. Every step reads the whole text again. Re-export the original model with "
        "`use_cache=True`.");
}

}  // namespace

std::unique_ptr<DecoderModel> open_decoder(const TaskResources& resources) {
  DecoderSessions sessions;
  for (const GraphRole* role : resources.graphs) {
    std::unique_ptr<Session> session = resources.open_session(*role);
    if (role == &kEncoderGraph) {
      sessions.encoder = std::move(session);
    } else if (sessions.decoder == nullptr) {
      sessions.decoder = std::move(session);
    } else {
      sessions.decoder_with_past = std::move(session);
    }
  }
  if (sessions.decoder == nullptr) sessions.decoder = resources.open_session(kModelGraph);
  check_arguments(sessions, resources.decoder);
  return make_decoder_model(std::move(sessions), resources.config);
}

std::unique_ptr<DecoderModel> open_assistant(const TaskResources& resources,
                                             const DecoderModel& main) {
  if (resources.assistant == nullptr) return nullptr;
  std::unique_ptr<DecoderModel> assistant = open_decoder(*resources.assistant);
  if (assistant->is_encoder_decoder() != main.is_encoder_decoder()) {
    const std::string_view has = main.is_encoder_decoder() ? "an encoder" : "no encoder";
    throw Error(ErrorCode::invalid_argument, "The model has " + std::string(has) +
                                                 " and the `assistant_model` differs. Give an "
                                                 "assistant of the same kind.");
  }
  return assistant;
}

}  // namespace penstock
