// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <penstock/tokenizer.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// tokenizer_bench TOKENIZER DOCUMENTS: tokenizes a list of documents over and over, one pass for
// each line of standard input, and answers with the CPU seconds that the pass took.
//   full         complete encodings           -> SECONDS TOKENS
//   ids          ids only                     -> SECONDS TOKENS
//   dump FILE    count, ids, offsets, word ids of each document as u32 -> TOKENS
// DOCUMENTS holds each text behind its size (u32, little endian). benchmarks/peers/tokenizers.py
// drives it.
//
// tokenizer_bench --load N TOKENIZER...: loads each N times in turn; the median, the least and the
// most of CPU and wall milliseconds.
namespace {

using penstock::EncodeOptions;
using penstock::Encoding;
using penstock::Tokenizer;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Documents {
 public:
  explicit Documents(const char* path) {
    std::ifstream file(path, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
    for (std::size_t at = 0; at + 4 <= bytes_.size();) {
      std::uint32_t size = 0;
      for (unsigned i = 0; i < 4; ++i) {
        size |= std::uint32_t{static_cast<std::uint8_t>(bytes_[at + i])} << (8 * i);
      }
      texts_.push_back(std::string_view(bytes_).substr(at + 4, size));
      at += 4 + size;
    }
  }
  [[nodiscard]] const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  std::string bytes_;
  std::vector<std::string_view> texts_;
};

Encoding encode(const Tokenizer& tokenizer, std::string_view text, bool ids_only) {
  EncodeOptions options;
  options.ids_only = ids_only;
  return tokenizer.encode({text, {}, {}}, options);
}

void time_pass(const Tokenizer& tokenizer, const Documents& documents, bool ids_only) {
  const double start = cpu_seconds();
  std::size_t tokens = 0;
  for (const std::string_view text : documents.texts()) {
    tokens += encode(tokenizer, text, ids_only).size();
  }
  std::cout << cpu_seconds() - start << ' ' << tokens << std::endl;
}

void dump(const Tokenizer& tokenizer, const Documents& documents, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  const auto put = [&file](std::uint32_t value) {
    file.write(reinterpret_cast<const char*>(&value), sizeof value);
  };
  std::size_t tokens = 0;
  for (const std::string_view text : documents.texts()) {
    const Encoding encoding = encode(tokenizer, text, false);
    put(static_cast<std::uint32_t>(encoding.size()));
    for (const std::uint32_t id : encoding.ids) put(id);
    for (const auto& offsets : encoding.offsets) {
      put(offsets.begin);
      put(offsets.end);
    }
    for (const std::uint32_t word : encoding.word_ids) put(word);
    tokens += encoding.size();
  }
  file.close();  // complete before the answer tells so
  std::cout << tokens << std::endl;
}

double wall_seconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

std::string summary(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  char text[80];
  std::snprintf(text, sizeof text, "%7.1f [%.1f .. %.1f] ms", 1e3 * seconds[seconds.size() / 2],
                1e3 * seconds.front(), 1e3 * seconds.back());
  return text;
}

void time_loads(std::size_t count, std::span<char*> paths) {
  std::vector<std::vector<double>> cpu(paths.size());
  std::vector<std::vector<double>> wall(paths.size());
  for (std::size_t pass = 0; pass < count; ++pass) {
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const double cpu_start = cpu_seconds();
      const double wall_start = wall_seconds();
      const Tokenizer tokenizer = Tokenizer::from_pretrained(paths[i]);
      cpu[i].push_back(cpu_seconds() - cpu_start);
      wall[i].push_back(wall_seconds() - wall_start);
    }
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::cout << "load CPU" << summary(cpu[i]) << "  wall" << summary(wall[i]) << "  " << paths[i]
              << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 3 && std::string_view(argv[1]) == "--load") {
    const auto arguments = std::span(argv, static_cast<std::size_t>(argc));
    time_loads(std::stoul(argv[2]), arguments.subspan(3));
    return 0;
  }
  if (argc != 3) {
    std::cerr << "usage: tokenizer_bench TOKENIZER DOCUMENTS\n"
                 "       tokenizer_bench --load N TOKENIZER...\n";
    return 2;
  }
  const double start = cpu_seconds();
  const Tokenizer tokenizer = Tokenizer::from_pretrained(argv[1]);
  std::cout << "load " << cpu_seconds() - start << std::endl;
  const Documents documents(argv[2]);
  for (std::string command; std::cin >> command;) {
    if (command == "dump") {
      std::string path;
      std::cin >> path;
      dump(tokenizer, documents, path);
    } else {
      time_pass(tokenizer, documents, command == "ids");
    }
  }
}
