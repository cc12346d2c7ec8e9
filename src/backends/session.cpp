// SPDX-License-Identifier: Apache-2.0
#include "backends/session.hpp"

#include <penstock/error.hpp>

#include "backends/loaded_session.hpp"

namespace penstock {
namespace {

static_assert(static_cast<int>(DType::float32) == PENSTOCK_FLOAT32 &&
              static_cast<int>(DType::int64) == PENSTOCK_INT64 &&
              static_cast<int>(DType::string) == PENSTOCK_STRING);

std::vector<Port> convert_ports(const PenstockPort* ports, std::uint64_t count) {
  std::vector<Port> converted;
  converted.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const PenstockPort& port = ports[i];
    const bool known = port.rank >= 0;
    converted.push_back({port.name, static_cast<DType>(port.dtype),
                         known ? Shape(port.shape, port.shape + port.rank) : Shape(), known});
  }
  return converted;
}

// The caller's own logits_start, if any, is the one that counts.
std::vector<PenstockKeyValue> lend(const SessionOptions& options, std::uint64_t capabilities) {
  std::vector<PenstockKeyValue> pairs;
  pairs.reserve(options.options.size() + 1);
  bool given = false;
  for (const auto& [key, value] : options.options) {
    pairs.push_back({key.c_str(), value.c_str()});
    given = given || key == kLogitsStart;
  }
  if (options.logits_start && !given && (capabilities & PENSTOCK_CAN_START_LOGITS) != 0)
    pairs.push_back({kLogitsStart.data(), "true"});
  return pairs;
}

PenstockSession* create(PenstockBackend& table, const SessionOptions& options) {
  const std::vector<PenstockKeyValue> pairs = lend(options, table.capabilities);
  const std::string path = options.model_path.string();
  const std::string folder = options.external_data_folder.string();
  PenstockSessionOptions given{};
  given.struct_size = sizeof(given);
  given.model_path = path.empty() ? nullptr : path.c_str();
  if (path.empty()) {
    given.model_bytes = options.model_bytes.data() != nullptr ? options.model_bytes.data() : "";
    given.model_size = options.model_bytes.size();
  }
  given.external_data_folder = folder.empty() ? nullptr : folder.c_str();
  given.device = options.device.empty() ? nullptr : options.device.c_str();
  given.options = pairs.data();
  given.option_count = pairs.size();
  PenstockSession* session = nullptr;
  PenstockError error{};
  check_status(table.session_create(&table, &given, &session, &error), error, "");
  return session;
}

}  // namespace

Session::Session(std::shared_ptr<Backend> backend, const SessionOptions& options)
    : loaded_(std::make_shared<Loaded>(std::move(backend))) {
  loaded_->session = create(*loaded_->backend->table(), options);
  const PenstockBackend& table = loaded_->table();
  const PenstockPort* ports = nullptr;
  std::uint64_t count = 0;
  PenstockError error{};
  check_status(table.session_inputs(loaded_->session, &ports, &count, &error), error, "");
  loaded_->inputs = convert_ports(ports, count);
  check_status(table.session_outputs(loaded_->session, &ports, &count, &error), error, "");
  loaded_->outputs = convert_ports(ports, count);
}

Session::~Session() = default;

const std::vector<Port>& Session::inputs() const noexcept { return loaded_->inputs; }
const std::vector<Port>& Session::outputs() const noexcept { return loaded_->outputs; }

bool Session::can_bind_outputs() const noexcept { return loaded_->can(PENSTOCK_CAN_BIND_OUTPUTS); }
bool Session::can_keep_values() const noexcept { return loaded_->can(PENSTOCK_CAN_KEEP_VALUES); }
bool Session::has_states() const noexcept { return loaded_->can(PENSTOCK_HAS_STATES); }

}  // namespace penstock
