// SPDX-License-Identifier: Apache-2.0
#include "sdk/run_check.hpp"

#include <limits>
#include <string>

#include "sdk/dtype.hpp"
#include "sdk/failure.hpp"

namespace penstock::sdk {
namespace {

[[noreturn]] void refuse(const char* kind, const PenstockPort& port, const std::string& why) {
  throw Failure(PENSTOCK_INVALID_ARGUMENT, std::string(kind) + " '" + port.name + "': " + why);
}

// Bytes of a dense tensor. False when a dimension is negative or the product overflows.
bool dense_bytes(const PenstockTensor& tensor, std::uint64_t& bytes) {
  bytes = size_of(tensor.dtype);
  bool empty = false;
  for (std::int32_t i = 0; i < tensor.rank; ++i) {
    if (tensor.shape[i] < 0) return false;
    const auto dim = static_cast<std::uint64_t>(tensor.shape[i]);
    if (dim == 0) {
      empty = true;
    } else if (bytes > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / dim) {
      return false;
    } else {
      bytes *= dim;
    }
  }
  if (empty) bytes = 0;
  return true;
}

void check_host_tensor(const char* kind, const PenstockPort& port, const PenstockTensor& tensor) {
  if (tensor.dtype != port.dtype)
    refuse(kind, port,
           "the graph declares " + std::string(name_of(port.dtype)) + ", given " +
               std::string(name_of(tensor.dtype)));
  if (size_of(tensor.dtype) == 0)
    throw Failure(PENSTOCK_UNSUPPORTED,
                  std::string(kind) + " '" + port.name + "' has element type " +
                      std::string(name_of(tensor.dtype)) + ", which this backend does not take");
  if (tensor.rank < 0 || (tensor.rank > 0 && tensor.shape == nullptr))
    refuse(kind, port, "the tensor has no shape");
  std::uint64_t bytes = 0;
  if (!dense_bytes(tensor, bytes)) refuse(kind, port, "the shape is negative or too large");
  if (bytes != tensor.byte_size)
    refuse(kind, port,
           "the shape needs " + std::to_string(bytes) + " bytes, given " +
               std::to_string(tensor.byte_size));
  if (bytes != 0 && tensor.data == nullptr) refuse(kind, port, "the tensor has no data");
}

void check_counts(const Session& session, const PenstockRunArgs& args) {
  if (args.struct_size < sizeof(PenstockRunArgs))
    throw Failure(PENSTOCK_INVALID_ARGUMENT,
                  "PenstockRunArgs is smaller than this backend expects");
  if (args.input_count != session.inputs().size() || args.output_count != session.outputs().size())
    throw Failure(PENSTOCK_INVALID_ARGUMENT,
                  "the graph has " + std::to_string(session.inputs().size()) + " inputs and " +
                      std::to_string(session.outputs().size()) + " outputs, given " +
                      std::to_string(args.input_count) + " and " +
                      std::to_string(args.output_count));
  if ((args.input_count != 0 && args.inputs == nullptr) ||
      (args.output_count != 0 && args.outputs == nullptr))
    throw Failure(PENSTOCK_INVALID_ARGUMENT, "inputs or outputs are NULL");
}

void check_capability(std::uint64_t capabilities, std::uint64_t needed, const char* what) {
  if ((capabilities & needed) == 0)
    throw Failure(PENSTOCK_UNSUPPORTED, std::string("this backend does not support ") + what);
}

}  // namespace

RunCall check_run(const Session& session, std::uint64_t capabilities, const PenstockRunArgs& args) {
  check_counts(session, args);
  for (std::size_t i = 0; i < args.input_count; ++i) {
    if (args.inputs[i].value != nullptr)
      check_capability(capabilities, PENSTOCK_CAN_KEEP_VALUES, "values as inputs");
    else
      check_host_tensor("input", session.inputs()[i], args.inputs[i]);
  }
  for (std::size_t i = 0; i < args.output_count; ++i) {
    const bool kept = args.keep_on_backend != nullptr && args.keep_on_backend[i] != 0;
    if (kept) check_capability(capabilities, PENSTOCK_CAN_KEEP_VALUES, "keeping outputs");
    if (args.outputs[i].data == nullptr) continue;
    check_capability(capabilities, PENSTOCK_CAN_BIND_OUTPUTS, "outputs in the caller's memory");
    if (kept)
      refuse("output", session.outputs()[i], "given memory and kept on the backend at once");
    check_host_tensor("output", session.outputs()[i], args.outputs[i]);
  }
  if (args.state != nullptr) check_capability(capabilities, PENSTOCK_HAS_STATES, "states");
  return {{args.inputs, args.input_count},
          {args.outputs, args.output_count},
          args.keep_on_backend,
          reinterpret_cast<State*>(args.state),
          args.cancel,
          args.timings};
}

}  // namespace penstock::sdk
