#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Greedy generation: Penstock, the bare runtimes' loops and its peers on the same graphs, in one alternating run.

    generation.py WORKER FOLDER --python PYTHON [--kinds NAME ...] [--prompt 32] [--new 64] [--beams 1] [--rounds 5]
                  [--json FILE]

WORKER: build/*/benchmarks/generation_worker. FOLDER: one of make_generation_models.py. PYTHON: an interpreter with the
peers. Every contender is a loaded process, stopped (SIGSTOP) while others run; each round asks all of them once, in
shuffled order, with the same prompt of random ids. Printed, medians over the rounds: tokens a second behind the first
token, milliseconds to the first token, CPU seconds of the process a token, whether the tokens are those of bare-ort or
bare-ov (of the first contender where neither runs), for Penstock the share of its time outside the runtime's own run
calls, and the ratios of tokens a second, Penstock's over each peer's, formed within a round. In each round the memory's
reading speed is measured as well (read_bandwidth beside WORKER): divided by the bytes of the weights, it is the limit of
tokens a second. The bare loops run the graphs as they lie there, which compute the logits of every token of the prompt;
Penstock and genai compute those of the last token only.
"""
import argparse
import json
import os
import pathlib
import random
import signal
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
KINDS = ["bare-ort", "penstock-ort", "optimum-ort", "ort-genai", "bare-ov", "penstock-ov", "optimum-ov", "genai"]
TICKS = os.sysconf("SC_CLK_TCK")


class Contender:
    def __init__(self, kind, args):
        if kind == "memory":
            command = [str(pathlib.Path(args.worker).with_name("read_bandwidth")), "512", "2"]
        elif kind.startswith("penstock-"):
            command = [args.worker, kind.removeprefix("penstock-"), args.folder]
        else:
            command = [args.python, str(HERE / "generation_worker.py"), kind, args.folder]
        self.kind, self.rows = kind, []
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
        while (line := self.process.stdout.readline()) != "ready\n":
            if not line:
                sys.exit(f"{kind} does not start: {' '.join(map(str, command))}")
        self.process.send_signal(signal.SIGSTOP)

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def ask(self, request, counts):
        self.process.send_signal(signal.SIGCONT)
        before = self.cpu()
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        answer["cpu"] = self.cpu() - before
        self.process.send_signal(signal.SIGSTOP)
        if counts:
            self.rows.append(answer)
        return answer

    def summary(self):
        def median(values):
            values = [value for value in values if value is not None]
            return statistics.median(values) if values else None

        later = [(len(row["ids"]) - 1) / (row["total"] - row["first"]) if row.get("first") else None for row in self.rows]
        result = {"tokens_per_s": median(later), "all_tokens_per_s": median(len(r["ids"]) / r["total"] for r in self.rows),
                  "first_ms": median(row["first"] and row["first"] * 1000 for row in self.rows),
                  "cpu_ms_per_token": median(row["cpu"] * 1000 / len(row["ids"]) for row in self.rows)}
        if "runtime" in self.rows[0]:
            result["outside_percent"] = median(100 * (1 - row["runtime"] / row["total"]) for row in self.rows)
        return result


def ratios(contenders):
    """Lines of Penstock's tokens a second over each peer's."""
    behind_first = all(row.get("first") for each in contenders for row in each.rows)  # beams are not watched
    speed = {each.kind: [(len(row["ids"]) - 1) / (row["total"] - row["first"]) if behind_first else
                         len(row["ids"]) / row["total"] for row in each.rows] for each in contenders}
    for ours in (kind for kind in speed if kind.startswith("penstock-")):
        for kind, theirs in speed.items():
            if not kind.startswith("penstock-"):
                within = sorted(a / b for a, b in zip(speed[ours], theirs))
                yield f"  {ours} / {kind}: {statistics.median(within):.3f} [{within[0]:.3f} .. {within[-1]:.3f}]"


def weight_bytes(folder):
    folder = pathlib.Path(folder)
    only_ir = not list(folder.glob("*.onnx"))  # whose weights may be smaller than the checkpoint's
    files = folder.glob("openvino_*model.bin") if only_ir else (folder / "checkpoint").glob("*.safetensors")
    return sum(path.stat().st_size for path in files)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("worker")
    parser.add_argument("folder")
    parser.add_argument("--python", required=True)
    parser.add_argument("--kinds", nargs="+", default=KINDS)
    parser.add_argument("--prompt", type=int, default=32)
    parser.add_argument("--new", type=int, default=64)
    parser.add_argument("--beams", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json")
    args = parser.parse_args()
    vocabulary = json.loads((pathlib.Path(args.folder) / "config.json").read_text())["vocab_size"]
    contenders = [Contender(kind, args) for kind in args.kinds]
    rng = random.Random(7)
    equal = {kind: True for kind in args.kinds}
    memory, speeds = Contender("memory", args), []
    for round_ in range(args.rounds + 2):  # the first two are not counted
        prompt = [rng.randrange(10, vocabulary - 10) for _ in range(args.prompt)]
        request = {"prompt": prompt, "new": args.new, "beams": args.beams}
        answers = {each.kind: each.ask(request, round_ > 1) for each in rng.sample(contenders, len(contenders))}
        for kind, answer in answers.items():
            bare = answers.get("bare-ort" if "ort" in kind else "bare-ov", answers[args.kinds[0]])
            equal[kind] &= answer["ids"] == bare["ids"]
        if round_ > 1:
            speeds.append(memory.ask(request, False))
    results = {}
    print(f"{pathlib.Path(args.folder).name}, prompt {args.prompt}, new {args.new}, beams {args.beams}, "
          f"{args.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    for each in contenders:
        row = results[each.kind] = each.summary() | {"same_tokens": equal[each.kind]}
        shown = {key: round(value, 2) if isinstance(value, float) else value for key, value in row.items()}
        print(f"  {each.kind:14}", "  ".join(f"{key} {value}" for key, value in shown.items()))
        each.process.kill()
    print("\n".join(ratios(contenders)))
    results["memory"] = {key: statistics.median(each[key] for each in speeds) for key in ("small", "huge")}
    weights = weight_bytes(args.folder) / 1e9
    print(f"  memory: {weights:.3f} GB of weights; GB/s and the tokens a second that they bound:",
          ", ".join(f"{key} pages {speed:.1f}, {speed / weights:.1f}" for key, speed in results["memory"].items()))
    memory.process.kill()
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
