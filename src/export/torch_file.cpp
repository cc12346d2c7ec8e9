// SPDX-License-Identifier: Apache-2.0
#include "export/torch_file.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string_view>

#include "export/pickle.hpp"
#include "export/zip_directory.hpp"

namespace penstock::native {
namespace {

using Kind = PickleValue::Kind;

constexpr std::uint64_t kMaxPickle = 64U * 1024 * 1024;
constexpr std::string_view kPickleName = "/data.pkl";
// The magic number that opens a file of torch before 1.6, little-endian.
constexpr std::string_view kOldMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
constexpr std::int64_t kOldProtocol = 1001;

struct StorageType {
  std::string_view name;
  DType dtype;
};
constexpr std::array kStorageTypes{StorageType{"torch FloatStorage", DType::float32},
                                   StorageType{"torch HalfStorage", DType::float16},
                                   StorageType{"torch BFloat16Storage", DType::bfloat16},
                                   StorageType{"torch DoubleStorage", DType::float64},
                                   StorageType{"torch LongStorage", DType::int64},
                                   StorageType{"torch IntStorage", DType::int32},
                                   StorageType{"torch ShortStorage", DType::int16},
                                   StorageType{"torch CharStorage", DType::int8},
                                   StorageType{"torch ByteStorage", DType::uint8},
                                   StorageType{"torch BoolStorage", DType::boolean}};

// Bytes that tensors share.
struct Storage {
  DType dtype = DType::undefined;
  std::string key;
  std::uint64_t elements = 0;
};

using Places = std::map<std::string, ZipEntry>;  // of storages by key

class TensorReader {
 public:
  TensorReader(const InputFile& file, const Pickle& pickle, const Places& places)
      : file_(file), pickle_(pickle), places_(places) {}

  TensorTable read() const {
    const PickleValue& root = pickle_.at(pickle_.root);
    if (root.kind != Kind::map) fail("it holds no dictionary of tensors");
    TensorTable table;
    for (std::size_t i = 0; i + 1 < root.items.size(); i += 2) {
      const PickleValue& name = pickle_.at(root.items[i]);
      if (name.kind != Kind::text) fail("a tensor's name is no string");
      if (const auto* call = tensor_call(root.items[i + 1]))
        table[name.text] = tensor(name.text, *call);
    }
    return table;
  }

  Storage storage(PickleValue::Index index) const {
    const PickleValue& persistent = expect(index, Kind::persistent);
    const auto& parts = expect(persistent.items.at(0), Kind::sequence).items;
    if (parts.size() < 5 || expect(parts[0], Kind::text).text != "storage")
      fail("a storage is described as none is");
    const std::string& type = expect(parts[1], Kind::global).text;
    const auto* found = std::find_if(kStorageTypes.begin(), kStorageTypes.end(),
                                     [&](const StorageType& row) { return row.name == type; });
    if (found == kStorageTypes.end()) fail("a storage has the type '" + type + "'");
    return {found->dtype, expect(parts[2], Kind::text).text, size(parts[4])};
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::unsupported,
                file_.path().string() + " is no checkpoint that can be read: " + why + ".");
  }

  const PickleValue& expect(PickleValue::Index index, Kind kind) const {
    const PickleValue& value = pickle_.at(index);
    if (value.kind != kind) fail("a value is of another kind than torch.save writes there");
    return value;
  }

  std::uint64_t size(PickleValue::Index index) const {
    const std::int64_t value = expect(index, Kind::integer).integer;
    if (value < 0) fail("a size is negative");
    return static_cast<std::uint64_t>(value);
  }

  Shape sizes(PickleValue::Index index) const {
    Shape shape;
    for (const PickleValue::Index item : expect(index, Kind::sequence).items)
      shape.push_back(static_cast<std::int64_t>(size(item)));
    return shape;
  }

  // The call that makes a tensor, behind that which makes it a parameter; nullptr for other values.
  const PickleValue* tensor_call(PickleValue::Index index) const {
    const PickleValue* value = &pickle_.at(index);
    if (value->kind != Kind::call) return nullptr;
    if (pickle_.at(value->items[0]).text == "torch._utils _rebuild_parameter") {
      const auto& arguments = pickle_.at(value->items[1]).items;
      if (arguments.empty()) fail("a parameter has no tensor");
      value = &expect(arguments[0], Kind::call);
    }
    return value;
  }

  StoredTensor tensor(const std::string& name, const PickleValue& call) const {
    const auto& arguments = expect(call.items[1], Kind::sequence).items;
    if (!pickle_.at(call.items[0]).text.starts_with("torch._utils _rebuild_tensor") ||
        arguments.size() < 4)
      fail("tensor '" + name + "' is made as none is");
    const Storage from = storage(arguments[0]);
    StoredTensor made;
    made.dtype = from.dtype;
    made.dtype_name = to_string(from.dtype);
    made.shape = sizes(arguments[2]);
    const std::uint64_t first = size(arguments[1]);
    const auto count = element_count(made.shape);
    if (!count || first > from.elements || *count > from.elements - first)
      fail("tensor '" + name + "' of the shape " + penstock::to_string(made.shape) +
           " reaches past its storage");
    if (!is_dense(made.shape, sizes(arguments[3]))) {
      made.dtype = DType::undefined;
      made.dtype_name += " (not contiguous)";
    }
    place(name, from, first, *count, made);
    return made;
  }

  void place(const std::string& name, const Storage& from, std::uint64_t first, std::uint64_t count,
             StoredTensor& made) const {
    const std::uint64_t width = size_of(from.dtype);
    const auto found = places_.find(from.key);
    std::uint64_t bytes = 0;
    if (found == places_.end() || __builtin_mul_overflow(from.elements, width, &bytes) ||
        found->second.size < bytes)
      fail("the bytes of tensor '" + name + "' are not all there");
    made.offset = found->second.offset + first * width;
    made.size = count * width;
  }

  static bool is_dense(const Shape& shape, const Shape& strides) {
    if (shape.size() != strides.size()) return false;
    std::int64_t expected = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
      if (shape[i] == 0) return true;
      if (shape[i] != 1 && strides[i] != expected) return false;
      expected *= shape[i];
    }
    return true;
  }

  const InputFile& file_;
  const Pickle& pickle_;
  const Places& places_;
};

TensorTable read_archive(const InputFile& file) {
  const auto entries = read_zip_directory(file);
  const auto found = std::find_if(entries.begin(), entries.end(), [](const auto& entry) {
    return entry.first.ends_with(kPickleName);
  });
  if (found == entries.end())
    throw Error(ErrorCode::unsupported,
                file.path().string() + " is a ZIP archive, and not one of torch.save.");
  if (found->second.size > kMaxPickle)
    throw Error(ErrorCode::unsupported, file.path().string() + ": its data.pkl is too large.");
  const std::string folder = found->first.substr(0, found->first.size() - kPickleName.size());
  if (const auto order = entries.find(folder + "/byteorder"); order != entries.end()) {
    if (order->second.size > 8 || file.read(order->second.offset, order->second.size) != "little")
      throw Error(ErrorCode::unsupported,
                  file.path().string() + " keeps its numbers in another byte order.");
  }
  Places places;
  const std::string data = folder + "/data/";
  for (const auto& [name, entry] : entries)
    if (name.starts_with(data)) places.emplace(name.substr(data.size()), entry);
  const Pickle pickle =
      read_pickle(file.read(found->second.offset, found->second.size), file.path().string());
  return TensorReader(file, pickle, places).read();
}

// torch before 1.6: magic number, protocol, system, dictionary, keys of the storages, then for each
// storage its count of elements and its bytes.
class OldFile {
 public:
  explicit OldFile(const InputFile& file)
      : file_(file), bytes_(file.read(0, std::min(file.size(), kMaxPickle))) {}

  TensorTable read() {
    const Pickle magic = next();
    const Pickle protocol = next();
    if (magic.at(magic.root).text != kOldMagic ||
        protocol.at(protocol.root).integer != kOldProtocol)
      throw Error(ErrorCode::unsupported,
                  file_.path().string() + " is a pickle, and not one of torch.save.");
    (void)next();  // of the machine that saved it
    const Pickle tensors = next();
    const Pickle keys = next();
    const Places places = place(storages(tensors), keys);
    return TensorReader(file_, tensors, places).read();
  }

 private:
  Pickle next() {
    Pickle pickle = read_pickle(std::string_view(bytes_).substr(at_), file_.path().string());
    at_ += pickle.size;
    return pickle;
  }

  std::map<std::string, Storage> storages(const Pickle& pickle) const {
    const Places none;
    const TensorReader reader(file_, pickle, none);
    std::map<std::string, Storage> found;
    for (std::size_t i = 0; i < pickle.values.size(); ++i) {
      const auto index = static_cast<PickleValue::Index>(i);
      if (pickle.at(index).kind != Kind::persistent) continue;
      const Storage storage = reader.storage(index);
      found.emplace(storage.key, storage);
    }
    return found;
  }

  Places place(const std::map<std::string, Storage>& storages, const Pickle& keys) const {
    Places places;
    std::uint64_t at = at_;
    for (const PickleValue::Index index : keys.at(keys.root).items) {
      const std::string& key = keys.at(index).text;
      const auto storage = storages.find(key);
      std::uint64_t size = 0;
      const std::string count = file_.read(at, 8);
      std::uint64_t elements = 0;
      for (std::size_t i = 8; i-- > 0;)
        elements = (elements << 8U) | static_cast<unsigned char>(count[i]);
      at += 8;
      if (storage == storages.end() || elements != storage->second.elements ||
          __builtin_mul_overflow(elements, size_of(storage->second.dtype), &size) ||
          size > file_.size() - at)
        throw Error(ErrorCode::io,
                    file_.path().string() + ": the storage '" + key + "' is damaged or cut short.");
      places.emplace(key, ZipEntry{at, size});
      at += size;
    }
    return places;
  }

  const InputFile& file_;
  std::string bytes_;
  std::size_t at_ = 0;
};

}  // namespace

TensorTable read_torch_file(const InputFile& file) {
  const std::string start = file.read(0, std::min<std::uint64_t>(file.size(), 2));
  if (start == "PK") return read_archive(file);
  if (start == "\x80\x02") return OldFile(file).read();
  throw Error(ErrorCode::unsupported,
              file.path().string() + " is no file of torch.save: it starts like none.");
}

}  // namespace penstock::native
