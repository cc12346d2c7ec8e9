// SPDX-License-Identifier: Apache-2.0
#include "export/safetensors.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <penstock/error.hpp>
#include <string_view>
#include <vector>

#include "core/json_file.hpp"

namespace penstock::native {
namespace {

constexpr std::uint64_t kPrefix = 8;               // bytes that say how long the header is
constexpr std::uint64_t kMaxHeader = 100'000'000;  // the package's limit
constexpr JsonLimits kLimits{.max_depth = 4, .max_size = kMaxHeader};

struct FileType {
  std::string_view name;
  DType dtype;
  unsigned bits;
};
constexpr std::array kTypes{
    FileType{"F32", DType::float32, 32},      FileType{"F16", DType::float16, 16},
    FileType{"BF16", DType::bfloat16, 16},    FileType{"F64", DType::float64, 64},
    FileType{"I64", DType::int64, 64},        FileType{"I32", DType::int32, 32},
    FileType{"I16", DType::int16, 16},        FileType{"I8", DType::int8, 8},
    FileType{"U64", DType::uint64, 64},       FileType{"U32", DType::uint32, 32},
    FileType{"U16", DType::uint16, 16},       FileType{"U8", DType::uint8, 8},
    FileType{"BOOL", DType::boolean, 8},      FileType{"F8_E4M3", DType::undefined, 8},
    FileType{"F8_E5M2", DType::undefined, 8}, FileType{"F8_E8M0", DType::undefined, 8},
    FileType{"F6_E2M3", DType::undefined, 6}, FileType{"F6_E3M2", DType::undefined, 6},
    FileType{"F4", DType::undefined, 4},      FileType{"C64", DType::undefined, 64}};

class Reader {
 public:
  explicit Reader(const InputFile& file) : file_(file) {}

  TensorTable read() {
    const std::string header = read_header();
    const FileJson json = parse_json(header, file_.path().string() + " (header)", kLimits);
    if (!json.is_object()) fail("its header is not a JSON object");
    TensorTable table;
    for (const auto& [name, entry] : json.items()) {
      if (name != "__metadata__") table.emplace(name, tensor(name, entry));
    }
    check_layout(table);
    return table;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::io, file_.path().string() + " is not a valid safetensors file: " + why +
                                   ". Download it again.");
  }

  std::string read_header() {
    if (file_.size() < kPrefix) fail("it has fewer than 8 bytes");
    const std::string prefix = file_.read(0, kPrefix);
    std::uint64_t length = 0;
    for (std::size_t i = kPrefix; i-- > 0;)
      length = (length << 8U) | static_cast<unsigned char>(prefix[i]);
    if (length > kMaxHeader)
      fail("its header would be " + std::to_string(length) + " bytes long; at most " +
           std::to_string(kMaxHeader) + " are read");
    if (length > file_.size() - kPrefix)
      fail("its header would be " + std::to_string(length) + " bytes long, the file has " +
           std::to_string(file_.size()));
    data_ = kPrefix + length;
    std::string header = file_.read(kPrefix, length);
    if (!header.starts_with('{')) fail("its header does not start with '{'");
    return header;
  }

  StoredTensor tensor(const std::string& name, const FileJson& entry) const {
    const auto bad = [&](const std::string& why) { fail("tensor '" + name + "' " + why); };
    if (!entry.is_object() || !entry.contains("dtype") || !entry["dtype"].is_string())
      bad("has no dtype");
    StoredTensor made;
    made.dtype_name = entry["dtype"].get<std::string>();
    const auto* type = std::find_if(kTypes.begin(), kTypes.end(), [&](const FileType& row) {
      return row.name == made.dtype_name;
    });
    if (type == kTypes.end()) bad("has the unknown dtype '" + made.dtype_name + "'");
    made.dtype = type->dtype;
    made.shape = shape(name, entry);
    const auto [begin, end] = offsets(name, entry);
    made.offset = data_ + begin;
    made.size = end - begin;
    std::uint64_t bits = 0;
    const auto count = element_count(made.shape);
    if (!count || __builtin_mul_overflow(*count, std::uint64_t{type->bits}, &bits) ||
        bits % 8 != 0 || bits / 8 != made.size)
      bad("of the shape " + penstock::to_string(made.shape) + " and the dtype " + made.dtype_name +
          " has " + std::to_string(made.size) + " bytes");
    return made;
  }

  Shape shape(const std::string& name, const FileJson& entry) const {
    const auto found = entry.find("shape");
    if (found == entry.end() || !found->is_array()) fail("tensor '" + name + "' has no shape");
    Shape shape;
    for (const FileJson& size : *found) {
      if (!size.is_number_unsigned() ||
          size.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
        fail("tensor '" + name + "' has the size " + size.dump() + " in its shape");
      shape.push_back(size.get<std::int64_t>());
    }
    return shape;
  }

  std::pair<std::uint64_t, std::uint64_t> offsets(const std::string& name,
                                                  const FileJson& entry) const {
    const auto found = entry.find("data_offsets");
    const bool pair = found != entry.end() && found->is_array() && found->size() == 2 &&
                      (*found)[0].is_number_unsigned() && (*found)[1].is_number_unsigned();
    if (!pair) fail("tensor '" + name + "' has no data_offsets");
    const auto begin = (*found)[0].get<std::uint64_t>();
    const auto end = (*found)[1].get<std::uint64_t>();
    const std::uint64_t available = file_.size() - data_;
    if (begin > end || end > available)
      fail("tensor '" + name + "' lies at [" + std::to_string(begin) + ", " + std::to_string(end) +
           "] of " + std::to_string(available) + " bytes of data");
    return {begin, end};
  }

  void check_layout(const TensorTable& table) const {
    std::vector<std::pair<const StoredTensor*, const std::string*>> rows;
    rows.reserve(table.size());
    for (const auto& [name, row] : table) rows.emplace_back(&row, &name);
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first->offset, a.first->size) < std::pair(b.first->offset, b.first->size);
    });
    std::uint64_t at = data_;
    for (const auto& [row, name] : rows) {
      if (row->offset < at) fail("tensor '" + *name + "' overlaps the one before it");
      if (row->offset > at) fail("there is a gap before tensor '" + *name + "'");
      at += row->size;
    }
    if (at != file_.size())
      fail("its tensors end at byte " + std::to_string(at) + ", the file at " +
           std::to_string(file_.size()));
  }

  const InputFile& file_;
  std::uint64_t data_ = 0;  // where the tensors' bytes begin
};

}  // namespace

TensorTable read_safetensors(const InputFile& file) { return Reader(file).read(); }

}  // namespace penstock::native
