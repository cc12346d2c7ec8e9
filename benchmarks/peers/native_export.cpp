// SPDX-License-Identifier: Apache-2.0
// A checkpoint run as it is, beside the same model exported by Optimum.
//     native_export ACCELERATOR CHECKPOINT_FOLDER EXPORTED_GRAPH [ROUNDS]
// Prints: time to build the graph; what the first session of a process costs, whatever its graph
// (environment, operator schemas, plug-ins); time, CPU time and memory of opening each after that,
// every opening in a process of its own; time and CPU time of a run for two shapes, one after the
// other in each round. Medians, and ratios formed within a round.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <penstock/accelerator.hpp>
#include <string>
#include <vector>

#include "backends/plugin.hpp"
#include "backends/session.hpp"
#include "export/native_graph.hpp"
#include "export/onnx_writer.hpp"

namespace {

using namespace penstock;
using Clock = std::chrono::steady_clock;

struct Contender {
  std::string accelerator;
  std::string checkpoint;
  std::string exported;
};

double milliseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

// Of the whole process: what a busy machine does not change.
double cpu_milliseconds() {
  return 1000.0 * static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

native::NativeGraph build(const Contender& contender) {
  const std::filesystem::path folder = contender.checkpoint;
  const native::Checkpoint checkpoint(native::find_checkpoint(folder).value());
  return native::build_graph(
      checkpoint, read_json_file(folder / "config.json"), native::Head::base,
      contender.accelerator == "ort" ? native::kFusedAttentionForm : native::kPortableForm);
}

std::unique_ptr<Session> open(const Contender& contender, bool is_native) {
  const Accelerator accelerator = parse_accelerator(contender.accelerator);
  const auto backend = load_backend(accelerator, availability(accelerator).library);
  SessionOptions options;
  if (accelerator == Accelerator::ov)
    options.options.emplace_back("INFERENCE_PRECISION_HINT", "f32");
  native::NativeGraph graph;
  if (is_native) {
    graph = build(contender);
    options.model_bytes = graph.bytes;
    options.external_data_folder = graph.folder;
  } else {
    options.model_path = contender.exported;
  }
  return std::make_unique<Session>(backend, options);
}

double resident_anonymous_mb() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    double kilobytes = 0;
    if (word == "RssAnon:" && status >> kilobytes) return kilobytes / 1024;
  }
  return 0;
}

// A graph that does nothing.
std::string nothing() {
  native::OnnxModel model;
  model.inputs.push_back({"x", DType::float32, {std::int64_t{1}}});
  model.outputs.push_back({"y", DType::float32, {std::int64_t{1}}});
  model.nodes.push_back({"Identity", "", {"x"}, {"y"}, {}});
  return native::serialize(model);
}

void open_nothing(const Contender& contender) {
  const Accelerator accelerator = parse_accelerator(contender.accelerator);
  SessionOptions options;
  const std::string bytes = nothing();
  options.model_bytes = bytes;
  (void)Session(load_backend(accelerator, availability(accelerator).library), options);
}

struct Opening {
  double once_ms = 0;  // the process's first session
  double load_ms = 0;
  double cpu_ms = 0;
  double anonymous_mb = 0;
};

// In a process of its own, whose runtime is loaded before the clock starts.
Opening measure_opening(const Contender& contender, bool is_native) {
  int ends[2];
  if (pipe(ends) != 0) std::exit(1);
  const pid_t child = fork();
  if (child == 0) {
    (void)devices(parse_accelerator(contender.accelerator));
    const auto beginning = Clock::now();
    open_nothing(contender);
    const double once = milliseconds(beginning);
    const double before = resident_anonymous_mb();
    const double cpu = cpu_milliseconds();
    const auto start = Clock::now();
    const auto session = open(contender, is_native);
    Opening opening{once, milliseconds(start), cpu_milliseconds() - cpu,
                    resident_anonymous_mb() - before};
    if (write(ends[1], &opening, sizeof opening) < 0) _exit(1);
    _exit(0);
  }
  Opening opening;
  if (read(ends[0], &opening, sizeof opening) != sizeof opening) std::exit(1);
  close(ends[0]);
  close(ends[1]);
  waitpid(child, nullptr, 0);
  return opening;
}

struct Duration {
  double wall = 0;
  double cpu = 0;
};

Duration run(const Session& session, std::int64_t rows, std::int64_t tokens) {
  std::vector<Tensor> inputs;
  for (const Port& port : session.inputs()) {
    Tensor tensor = Tensor::zeros(DType::int64, {rows, tokens});
    const auto values = tensor.values<std::int64_t>();
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = port.name == "input_ids" ? 1000 + static_cast<std::int64_t>(i % 5000)
                                           : port.name == "attention_mask";
    inputs.push_back(std::move(tensor));
  }
  const double cpu = cpu_milliseconds();
  const auto start = Clock::now();
  (void)session.run(inputs);
  return {milliseconds(start), cpu_milliseconds() - cpu};
}

void print_pair(const char* what, const std::vector<double>& ours,
                const std::vector<double>& peer) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < ours.size(); ++i) ratios.push_back(ours[i] / peer[i]);
  const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
  std::printf(
      "%-22s native %8.2f (least %.2f)  exported %8.2f (least %.2f)  ratio %.2f [%.2f .. %.2f]\n",
      what, median(ours), *std::min_element(ours.begin(), ours.end()), median(peer),
      *std::min_element(peer.begin(), peer.end()), median(ratios), *low, *high);
}

void print_openings(const Contender& contender, int rounds) {
  std::vector<double> once[2];
  std::vector<double> load[2];
  std::vector<double> cpu[2];
  std::vector<double> memory[2];
  for (int round = 0; round < rounds; ++round) {
    for (const bool is_native : {round % 2 == 0, round % 2 != 0}) {
      const Opening opening = measure_opening(contender, is_native);
      once[is_native ? 0 : 1].push_back(opening.once_ms);
      load[is_native ? 0 : 1].push_back(opening.load_ms);
      cpu[is_native ? 0 : 1].push_back(opening.cpu_ms);
      memory[is_native ? 0 : 1].push_back(opening.anonymous_mb);
    }
  }
  print_pair("first session, ms", once[0], once[1]);
  print_pair("load, ms", load[0], load[1]);
  print_pair("load, CPU ms", cpu[0], cpu[1]);
  print_pair("anonymous memory, MB", memory[0], memory[1]);
}

void print_runs(const Contender& contender, int rounds, std::int64_t rows, std::int64_t tokens) {
  const auto ours = open(contender, true);
  const auto peer = open(contender, false);
  std::vector<double> wall[2];
  std::vector<double> cpu[2];
  constexpr int kCalls = 7;
  for (int round = 0; round <= rounds; ++round) {
    for (const bool is_native : {round % 2 == 0, round % 2 != 0}) {
      std::vector<double> wall_of_calls;
      std::vector<double> cpu_of_calls;
      for (int call = 0; call < kCalls; ++call) {
        const Duration time = run(is_native ? *ours : *peer, rows, tokens);
        wall_of_calls.push_back(time.wall);
        cpu_of_calls.push_back(time.cpu);
      }
      if (round == 0) continue;  // warms up
      wall[is_native ? 0 : 1].push_back(median(wall_of_calls));
      cpu[is_native ? 0 : 1].push_back(median(cpu_of_calls));
    }
  }
  const std::string what = "run " + std::to_string(rows) + "x" + std::to_string(tokens);
  print_pair((what + ", ms").c_str(), wall[0], wall[1]);
  print_pair((what + ", CPU ms").c_str(), cpu[0], cpu[1]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "native_export ACCELERATOR CHECKPOINT_FOLDER EXPORTED_GRAPH [ROUNDS]\n");
    return 2;
  }
  const Contender contender{argv[1], argv[2], argv[3]};
  const int rounds = argc > 4 ? std::atoi(argv[4]) : 9;
  std::vector<double> builds;
  for (int i = 0; i < 20; ++i) {
    const auto start = Clock::now();
    (void)build(contender);
    builds.push_back(milliseconds(start));
  }
  std::printf("%-22s %.2f ms, first %.2f ms, %zu bytes\n", "graph build", median(builds),
              builds.front(), build(contender).bytes.size());
  print_openings(contender, rounds);
  print_runs(contender, rounds, 1, 32);
  print_runs(contender, rounds, 8, 128);
  return 0;
}
