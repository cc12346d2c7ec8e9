// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <vector>

#include "ov/model.hpp"

namespace penstock::ov {
namespace {

constexpr ov_dimension_t kDynamic = {-1, -1};

// Of inputs of ids, samples and features (rank 2 and 3) both dimensions, of pictures (rank 4) the
// batch only: the reference opens their channels too, which changes nothing but the speed.
bool open(std::int64_t rank, std::vector<ov_dimension_t>& dims) {
  if (rank < 2) return false;
  bool changed = false;
  for (std::size_t i = 0; i < (rank <= 3 ? 2U : 1U); ++i) {
    changed = changed || is_fixed(dims[i]);
    dims[i] = kDynamic;
  }
  return changed;
}

// Collects the inputs' names and their opened shapes.
class Reshape {
 public:
  explicit Reshape(const Runtime& runtime) : runtime_(runtime) {}
  ~Reshape() {
    for (const char* name : names_) runtime_.api().free(name);
    for (ov_partial_shape_t& shape : shapes_) runtime_.api().partial_shape_free(&shape);
  }
  Reshape(const Reshape&) = delete;
  Reshape& operator=(const Reshape&) = delete;

  void add(const ov_output_const_port_t* port) {
    const Api& api = runtime_.api();
    ov_partial_shape_t shape{};
    runtime_.check(api.port_get_partial_shape(port, &shape), "shape of an input");
    const std::int64_t rank = is_fixed(shape.rank) ? shape.rank.max : 0;
    std::vector<ov_dimension_t> dims(shape.dims, shape.dims + rank);
    api.partial_shape_free(&shape);
    if (!open(rank, dims)) return;
    char* name = nullptr;
    runtime_.check(api.port_get_any_name(port, &name), "name of an input");
    names_.push_back(name);
    runtime_.check(api.partial_shape_create(rank, dims.data(), &shapes_.emplace_back()),
                   "shape of an input");
  }

  [[nodiscard]] bool apply(const ov_model_t* model) {
    return names_.empty() || runtime_.api().model_reshape(model, names_.data(), shapes_.data(),
                                                          names_.size()) == ov_status_e::OK;
  }

 private:
  const Runtime& runtime_;
  std::vector<const char*> names_;
  std::vector<ov_partial_shape_t> shapes_;
};

}  // namespace

bool open_shapes(const Runtime& runtime, const ov_model_t* model) {
  std::size_t count = 0;
  runtime.check(runtime.api().model_inputs_size(model, &count), "inputs of the graph");
  Reshape reshape(runtime);
  for (std::size_t i = 0; i < count; ++i) {
    ov_output_const_port_t* port = nullptr;
    runtime.check(runtime.api().model_const_input_by_index(model, i, &port), "inputs of the graph");
    const Owned<ov_output_const_port_t> owned = runtime.own(port);
    reshape.add(port);
  }
  return reshape.apply(model);
}

}  // namespace penstock::ov
