// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "export/checkpoint.hpp"
#include "export/onnx_model.hpp"

namespace penstock::native {

// Which operators a graph is made of.
struct GraphForm {
  int opset = 17;             // 23: Attention and Gelu as one node each
  bool fused_matmul = false;  // com.microsoft.FusedMatMul reads [out, in] weights as they lie
};
inline constexpr std::int64_t kOnnxFloat = 1;  // TensorProto.FLOAT, for Cast

inline constexpr GraphForm kPortableForm{17, false};       // every ONNX runtime
inline constexpr GraphForm kOnnxRuntimeForm{17, true};     // ONNX Runtime of any age
inline constexpr GraphForm kFusedAttentionForm{23, true};  // ONNX Runtime from 1.24

// A value inside the graph.
struct Value {
  std::string name;
};

// Collects nodes, and weights that stay where the checkpoint has them. Every tensor is checked
// against the size that the config implies before a runtime sees it. Belongs to one build.
class GraphBuilder {
 public:
  // `prefix`: what the names of the base model start with when a head was saved with it ("bert").
  // `dtype`: what initializers are declared as, for a caller who converts them; undefined: as they
  // are stored.
  GraphBuilder(const Checkpoint& checkpoint, std::string_view prefix, GraphForm form,
               DType dtype = DType::undefined);

  [[nodiscard]] const GraphForm& form() const noexcept { return form_; }

  Value input(std::string_view name, DType dtype, std::vector<Dimension> shape);
  // The value becomes an output; the node that makes it names it so.
  void output(const Value& value, std::string_view name, DType dtype, std::vector<Dimension> shape);

  // The only output of a new node.
  Value op(std::string_view type, std::initializer_list<Value> inputs,
           std::initializer_list<Attribute> attributes = {});
  Value contrib_op(std::string_view type, std::initializer_list<Value> inputs,
                   std::initializer_list<Attribute> attributes = {});
  std::vector<Value> op_of(std::string_view type, const std::vector<Value>& inputs,
                           std::size_t outputs, std::initializer_list<Attribute> attributes = {});

  // Constants; equal ones are stored once.
  Value number(float value);                         // scalar
  Value integer(std::int64_t value);                 // scalar
  Value numbers(const std::vector<float>& values);   // one dimension
  Value integers(std::vector<std::int64_t> values);  // one dimension

  // A tensor of the checkpoint in float32, converted in the graph where it is stored narrower.
  // Throws Error{io} naming the tensor when it is missing or has another shape, Error{unsupported}
  // when it is no float.
  Value weight(const std::string& name, const Shape& shape);
  // The same without conversion, for a table of which a run reads few rows; as_float then follows.
  Value table(const std::string& name, const Shape& shape);
  Value as_float(const Value& value, const std::string& of_tensor);

  // A matrix turned over; the same one once, however many layers share it.
  Value transposed(const Value& matrix);

  // Whether the checkpoint has the tensor, under this name or one of its other spellings.
  [[nodiscard]] bool has(const std::string& name) const;
  // Its shape. Throws as weight() when it is missing.
  [[nodiscard]] const Shape& shape_of(const std::string& name) const;

  [[nodiscard]] OnnxModel finish();

 private:
  using Found = TensorTable::const_iterator;
  [[nodiscard]] Found find(const std::string& name) const;
  [[nodiscard]] DType declared(const StoredTensor& tensor) const;
  [[nodiscard]] Found expect(const std::string& name) const;
  Value constant(DType dtype, Shape shape, std::string raw);
  std::string fresh();

  const Checkpoint& checkpoint_;
  std::string prefix_;
  GraphForm form_;
  DType dtype_;
  OnnxModel model_;
  std::map<std::pair<std::string, Shape>, Value> constants_;  // by dtype and bytes
  std::map<std::string, Value> floats_;                       // tensors converted to float32
  std::map<std::string, Value> transposed_;
  std::set<std::string> stored_;  // tensors that are initializers
  std::size_t next_ = 0;
};

}  // namespace penstock::native
