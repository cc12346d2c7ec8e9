// SPDX-License-Identifier: Apache-2.0
#include "ipex/self_check.hpp"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cmath>

#include "ipex/element_type.hpp"
#include "ipex/sample_inputs.hpp"
#include "sdk/failure.hpp"

namespace penstock::ipex {
namespace {

constexpr double kSmallestCosine = 0.99;

at::Tensor sample_of(const PenstockPort& port, const std::vector<std::int64_t>& shape) {
  at::Tensor tensor = at::empty(shape, to_torch(port.dtype));
  const std::int64_t columns = shape.empty() ? 1 : shape.back();
  if (port.dtype == PENSTOCK_INT64) {
    auto* data = tensor.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
      data[i] = sample_integer(port.name, i, columns);
    return tensor;
  }
  at::Tensor numbers = at::empty(shape, c10::ScalarType::Float);
  auto* data = numbers.data_ptr<float>();
  for (std::int64_t i = 0; i < tensor.numel(); ++i) data[i] = sample_float(i);
  return tensor.copy_(numbers);
}

double cosine(const float* a, const float* b, std::int64_t count) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    ab += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    aa += static_cast<double>(a[i]) * static_cast<double>(a[i]);
    bb += static_cast<double>(b[i]) * static_cast<double>(b[i]);
  }
  if (aa == 0 || bb == 0) return aa == bb ? 1 : 0;
  return ab / std::sqrt(aa * bb);
}

at::Tensor floats(const at::Tensor& tensor) {
  return tensor.to(c10::ScalarType::Float).contiguous();
}

}  // namespace

std::optional<std::vector<at::Tensor>> make_sample(const sdk::Ports& inputs,
                                                   const std::optional<ArchiveNote>& note) {
  std::vector<at::Tensor> tensors;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto shape = note && i < note->inputs.size() ? note->inputs[i].sample
                                                       : usual_sample_shape(inputs[i].name);
    if (shape.empty()) return std::nullopt;
    tensors.push_back(sample_of(inputs[i], shape));
  }
  return tensors;
}

bool all_finite(std::span<const at::Tensor> tensors) {
  return std::all_of(tensors.begin(), tensors.end(), [](const at::Tensor& tensor) {
    const at::Tensor numbers = floats(tensor);
    const auto* data = numbers.data_ptr<float>();
    return std::all_of(data, data + numbers.numel(), [](float x) { return std::isfinite(x); });
  });
}

bool alike(std::span<const at::Tensor> a, std::span<const at::Tensor> b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    const at::Tensor x = floats(a[i]);
    const at::Tensor y = floats(b[i]);
    if (x.numel() != y.numel() ||
        !(cosine(x.data_ptr<float>(), y.data_ptr<float>(), x.numel()) >= kSmallestCosine))
      return false;
  }
  return true;
}

void check_answer(const sdk::Ports& outputs, std::span<const at::Tensor> answer,
                  const std::optional<ArchiveNote>& note, const std::string& origin) {
  const auto refuse = [&](const std::string& what) {
    throw sdk::Failure(PENSTOCK_UNSUPPORTED, origin + " gives " + what +
                                                 " on this machine; export the model again, in "
                                                 "float32 if it is in bfloat16");
  };
  if (!all_finite(answer)) refuse("numbers that are not finite");
  for (std::size_t i = 0; note && i < answer.size(); ++i) {
    const auto expected = note->expected.find(outputs[i].name);
    if (expected == note->expected.end()) continue;
    const at::Tensor given = floats(answer[i]);
    const auto count = static_cast<std::int64_t>(expected->second.size());
    if (given.numel() < count ||
        !(cosine(given.data_ptr<float>(), expected->second.data(), count) >= kSmallestCosine))
      refuse(std::string("other numbers than the model for its output '") + outputs[i].name + "'");
  }
}

}  // namespace penstock::ipex
