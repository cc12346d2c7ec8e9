// SPDX-License-Identifier: Apache-2.0
#include "export/native_graph.hpp"

#include <penstock/error.hpp>

#include "core/python_text.hpp"
#include "export/onnx_writer.hpp"

namespace penstock::native {
namespace {

const Family& expect_family(const FamilyConfig& config) {
  const Family* family = find_family(config.model_type());
  if (family != nullptr) return *family;
  std::string known;
  for (const Family& row : family_table())
    known.append(known.empty() ? "" : ", ").append(row.model_type);
  throw Error(ErrorCode::unsupported,
              "A graph cannot be built natively for model_type " +
                  python_quoted(config.model_type()) + " (supported: " + known +
                  "). Export the model with `optimum-cli export` and give the folder it writes.");
}

}  // namespace

OnnxModel build_model(const Checkpoint& checkpoint, const FileJson& json, Head head, GraphForm form,
                      DType dtype) {
  FamilyConfig config(json);
  const Family& family = expect_family(config);
  GraphBuilder graph(checkpoint, family.prefix, form, dtype);
  Build build{graph, config, head};
  family.build(build);
  config.finish();
  return graph.finish();
}

NativeGraph build_graph(const Checkpoint& checkpoint, const FileJson& config, Head head,
                        GraphForm form) {
  return {serialize(build_model(checkpoint, config, head, form)), checkpoint.folder()};
}

}  // namespace penstock::native
