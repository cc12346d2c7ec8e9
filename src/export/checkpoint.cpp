// SPDX-License-Identifier: Apache-2.0
#include "export/checkpoint.hpp"

#include <algorithm>
#include <map>
#include <penstock/error.hpp>
#include <set>

#include "core/file_error.hpp"
#include "core/json_file.hpp"
#include "export/safetensors.hpp"
#include "export/torch_file.hpp"

namespace penstock::native {
namespace {

namespace fs = std::filesystem;

// False where there is nothing; a path that cannot be looked at is an error.
bool is_file(const fs::path& path) try {
  return fs::is_regular_file(path);
} catch (const fs::filesystem_error& error) {
  throw file_error(error);
}

// tensor -> file name. An index may name files of its own folder only.
std::map<std::string, std::string> read_index(const fs::path& index) {
  const FileJson json = read_json_file(index, {.max_depth = 8});
  const auto map = json.is_object() ? json.find("weight_map") : json.end();
  if (!json.is_object() || map == json.end() || !map->is_object())
    throw Error(ErrorCode::io, index.string() + " holds no object \"weight_map\".");
  std::map<std::string, std::string> files;
  for (const auto& [tensor, file] : map->items()) {
    const std::string name = file.is_string() ? file.get<std::string>() : std::string();
    if (name.empty() || name == "." || name == ".." ||
        name.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos)
      throw Error(ErrorCode::io, index.string() + ": tensor '" + tensor + "' lies in " +
                                     file.dump() + "; the name of a file beside it is allowed.");
    files.emplace(tensor, name);
  }
  return files;
}

fs::path common_folder(const std::vector<fs::path>& files) {
  fs::path folder = files.front().parent_path();
  for (const fs::path& file : files) {
    while (file.lexically_relative(folder).begin()->string() == "..") folder = folder.parent_path();
  }
  return folder;
}

}  // namespace

std::optional<fs::path> find_checkpoint(const fs::path& folder) {
  for (const std::string_view name : {kSafetensors, kSafetensorsIndex, kTorchFile, kTorchIndex}) {
    if (is_file(folder / name)) return folder / name;
  }
  return std::nullopt;
}

Checkpoint::Checkpoint(const fs::path& file) : path_(file) {
  if (file.extension() == ".json") {
    add_shards(file);
  } else {
    add_file(file);
  }
  place_files();
}

void Checkpoint::add_file(const fs::path& file) {
  const InputFile opened(file);
  const bool torch = file.extension() == ".bin";
  for (auto& [name, tensor] : torch ? read_torch_file(opened) : read_safetensors(opened)) {
    StoredTensor& stored = tensors_[name] = tensor;
    stored.file = files_.size();
  }
  files_.push_back(file);
}

void Checkpoint::add_shards(const fs::path& index) {
  const auto placed = read_index(index);
  std::set<std::string> names;
  for (const auto& [tensor, file] : placed) names.insert(file);
  if (names.empty()) throw Error(ErrorCode::io, index.string() + " names no files.");
  std::map<std::string, std::size_t> numbers;
  for (const std::string& name : names) {
    const fs::path file = index.parent_path() / name;
    if (!is_file(file))
      throw Error(ErrorCode::not_found, index.string() + " names " + name +
                                            ", which is not there; download every shard.");
    numbers.emplace(name, files_.size());
    add_file(file);
  }
  for (const auto& [tensor, file] : placed) {
    const StoredTensor* found = find(tensor);
    if (found == nullptr || found->file != numbers.at(file))
      throw Error(ErrorCode::io, index.string() + " says that " + file + " holds the tensor '" +
                                     tensor + "', and it does not.");
  }
}

void Checkpoint::place_files() try {
  std::vector<fs::path> real;
  for (const fs::path& file : files_) real.push_back(fs::canonical(file));
  folder_ = common_folder(real);
  for (const fs::path& file : real) locations_.push_back(file.lexically_relative(folder_).string());
} catch (const fs::filesystem_error& error) {
  throw file_error(error);
}

const StoredTensor* Checkpoint::find(std::string_view name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : &found->second;
}

std::string Checkpoint::read(const StoredTensor& tensor) const {
  return InputFile(files_.at(tensor.file)).read(tensor.offset, tensor.size);
}

}  // namespace penstock::native
