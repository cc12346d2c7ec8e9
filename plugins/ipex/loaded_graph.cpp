// SPDX-License-Identifier: Apache-2.0
#include "ipex/loaded_graph.hpp"

#include <ATen/core/grad_mode.h>
#include <c10/util/Exception.h>
#include <caffe2/serialize/inline_container.h>
#include <caffe2/serialize/read_adapter_interface.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>

#include "sdk/failure.hpp"
#include "sdk/mapped_file.hpp"

namespace penstock::ipex {
namespace {

using sdk::Failure;

// Bytes that stay where they are while an archive is read.
class Bytes final : public caffe2::serialize::ReadAdapterInterface {
 public:
  explicit Bytes(std::span<const char> bytes) : bytes_(bytes) {}
  size_t size() const override { return bytes_.size(); }
  size_t read(uint64_t at, void* to, size_t count, const char* /*what*/) const override {
    if (at >= bytes_.size()) return 0;
    count = std::min(count, bytes_.size() - static_cast<size_t>(at));
    if (count != 0) std::memcpy(to, bytes_.data() + at, count);
    return count;
  }

 private:
  std::span<const char> bytes_;
};

struct Mistake {
  std::string_view begins;
  const char* is;
};
// What is found under the name of an archive instead of one.
constexpr std::array<Mistake, 3> kMistakes = {{
    {"version https://git-lfs", "a pointer of Git LFS: the file itself was not downloaded"},
    {"\x80\x02", "a pickled PyTorch checkpoint, not a TorchScript archive"},
    {"<?xml", "an XML file, not a TorchScript archive"},
}};

void check_kind(std::span<const char> bytes, const std::string& origin) {
  if (bytes.empty()) throw Failure(PENSTOCK_IO, origin + " is empty");
  const std::string_view text(bytes.data(), bytes.size());
  if (text.starts_with("PK")) return;
  for (const Mistake& mistake : kMistakes)
    if (text.starts_with(mistake.begins)) throw Failure(PENSTOCK_IO, origin + " is " + mistake.is);
  throw Failure(PENSTOCK_IO, origin + " is not a TorchScript archive");
}

// A checkpoint of torch.save is such a file, too, but without code.
void check_archive(std::span<const char> bytes, const std::string& origin) {
  caffe2::serialize::PyTorchStreamReader reader(std::make_shared<Bytes>(bytes));
  if (!reader.hasRecord("constants.pkl"))
    throw Failure(PENSTOCK_IO, origin +
                                   " is a PyTorch checkpoint, not a TorchScript archive: export it "
                                   "with tools/export_torchscript.py");
}

// Nothing in a model folder may touch files.
constexpr std::array<std::string_view, 3> kRefused = {"aten::save", "aten::from_file",
                                                      "prim::PythonOp"};

constexpr std::int64_t kBFloat16 = static_cast<std::int64_t>(c10::ScalarType::BFloat16);

bool is_bfloat16(const torch::jit::Node& node) {
  if (node.kind() != c10::prim::Constant || !node.hasAttribute(c10::attr::value)) return false;
  if (node.kindOf(c10::attr::value) == torch::jit::AttributeKind::t)
    return node.t(c10::attr::value).scalar_type() == c10::ScalarType::BFloat16;
  if (node.kindOf(c10::attr::value) != torch::jit::AttributeKind::i) return false;
  if (node.i(c10::attr::value) != kBFloat16) return false;
  // The number of the type, given to a conversion.
  for (const torch::jit::Use& use : node.output()->uses())
    if (use.user->kind() == c10::aten::to) return true;
  return false;
}

void examine(torch::jit::Block& block, LoadedGraph& loaded, const std::string& origin) {
  for (torch::jit::Node* node : block.nodes()) {
    const std::string_view kind = node->kind().toQualString();
    if (std::find(kRefused.begin(), kRefused.end(), kind) != kRefused.end())
      throw Failure(PENSTOCK_UNSUPPORTED,
                    origin + " contains " + std::string(kind) + ", which a model has no need of");
    loaded.uses_ipex = loaded.uses_ipex || kind.starts_with("torch_ipex::") ||
                       kind.starts_with("ipex_prepack::") || kind.starts_with("ipex::");
    loaded.bfloat16 = loaded.bfloat16 || is_bfloat16(*node);
    for (torch::jit::Block* inner : node->blocks()) examine(*inner, loaded, origin);
  }
}

LoadedGraph read_graph(std::span<const char> bytes, const std::string& origin) {
  LoadedGraph loaded;
  torch::jit::ExtraFilesMap files{{kNoteName, ""}};
  loaded.module = torch::jit::load(std::make_shared<Bytes>(bytes), c10::Device(c10::kCPU), files,
                                   /*load_debug_files=*/false);
  if (!files[kNoteName].empty()) loaded.note = parse_note(files[kNoteName], origin);
  if (!loaded.module.find_method("forward"))
    throw Failure(PENSTOCK_IO, origin + " has no method forward");
  loaded.module.eval();
  loaded.module = torch::jit::freeze(loaded.module);
  loaded.graph = loaded.module.get_method("forward").graph();
  examine(*loaded.graph->block(), loaded, origin);
  if (loaded.note) loaded.bfloat16 = loaded.note->bfloat16;
  return loaded;
}

}  // namespace

std::string reason_of(const std::exception& error) {
  const auto* own = dynamic_cast<const c10::Error*>(&error);
  std::string text = own != nullptr ? own->what_without_backtrace() : error.what();
  // The interpreter shows the place in the code first, and the failure behind the last of these.
  constexpr std::string_view kMark = "RuntimeError: ";
  if (const std::size_t at = text.rfind(kMark); at != std::string::npos)
    text.erase(0, at + kMark.size());
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

LoadedGraph load_graph(const sdk::SessionOptions& options) {
  const std::string origin = options.origin();
  std::optional<sdk::MappedFile> file;
  if (!options.path.empty()) file.emplace(options.path);
  const std::span<const char> bytes = file ? file->bytes() : options.bytes;
  check_kind(bytes, origin);
  try {
    const at::NoGradGuard no_gradients;
    check_archive(bytes, origin);
    return read_graph(bytes, origin);
  } catch (const Failure&) {
    throw;
  } catch (const std::exception& error) {
    throw Failure(PENSTOCK_IO, origin + " cannot be loaded: " + reason_of(error));
  }
}

}  // namespace penstock::ipex
