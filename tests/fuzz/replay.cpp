// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target without libFuzzer, the same way each time:
//   X_replay SEEDS COUNT    every file of the folder SEEDS, then COUNT mutations of them
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "fuzz/target.hpp"

namespace {

std::vector<std::string> read_seeds(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry);
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return seeds;
}

// One to four of: a byte changed, a run removed, a run repeated, a run of another seed put in.
std::string mutate(const std::vector<std::string>& seeds, std::mt19937& random) {
  std::string input = seeds[random() % seeds.size()];
  const unsigned changes = 1 + random() % 4;
  for (unsigned change = 0; change < changes; ++change) {
    const std::size_t at = random() % (input.size() + 1);
    const std::size_t length = std::min<std::size_t>(1 + random() % 16, input.size() - at);
    const std::string& other = seeds[random() % seeds.size()];
    switch (random() % 4) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(random());
        break;
      case 1: input.erase(at, length); break;
      case 2: input.insert(at, input.substr(at, length)); break;
      default:
        if (!other.empty())
          input.insert(at, other.substr(random() % other.size(), 1 + random() % 16));
    }
  }
  return input;
}

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: " << argv[0] << " SEEDS COUNT\n";
    return 2;
  }
  const std::vector<std::string> seeds = read_seeds(argv[1]);
  if (seeds.empty()) {
    std::cerr << argv[1] << " holds no seeds\n";
    return 2;
  }
  for (const std::string& seed : seeds) run(seed);
  std::mt19937 random(20260101);
  const long count = std::strtol(argv[2], nullptr, 10);
  for (long i = 0; i < count; ++i) run(mutate(seeds, random));
  std::cout << seeds.size() << " seeds and " << count << " mutations of them passed\n";
  return 0;
}
