#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sentence embeddings of texts of mixed length: Penstock, the bare runtimes and its peers, in one alternating run.

    throughput.py BUILD MODEL --python PYTHON [--checkpoint FOLDER] [--texts 2000] [--rounds 3] [--peer-rounds 1]
                  [--batch 1 8 32] [--only NAME ...] [--json FILE]

BUILD: a build tree with benchmarks (preset `bench`). MODEL: a folder with the encoder as ONNX and IR, and the
sentence-transformers files; CHECKPOINT: the same model for sentence-transformers/torch. PYTHON: an interpreter with
the peers. Every contender is a loaded process; idle ones are stopped (SIGSTOP), the order is shuffled. The bare
runtimes get ids made beforehand, sorted by length, and pool nothing; Penstock gets texts. Texts: runs of words of
Python's own reference manual (pydoc), log-normal lengths of median 22, from 4 to 180 words, seed 7. Printed: texts a
second, median [minimum .. maximum], and Penstock's ratio to the bare runtime's best within a round.
"""
import argparse
import json
import os
import pathlib
import pydoc_data.topics
import random
import signal
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SLOW = ("optimum", "st-torch", "fastembed")  # measured in --peer-rounds rounds only


def make_texts(count):
    words = " ".join(pydoc_data.topics.topics.values()).split()
    rng = random.Random(7)
    texts = []
    for _ in range(count):
        length = min(180, max(4, round(rng.lognormvariate(3.09, 0.7))))
        at = rng.randrange(len(words) - length)
        texts.append(" ".join(words[at:at + length]))
    return texts


def contenders(args, texts):
    worker = [args.python, str(HERE / "throughput_worker.py")]
    embed = str(args.build / "benchmarks/embed_worker")
    rows = {"bare-ort": worker + ["bare-ort", args.model, texts], "bare-ov": worker + ["bare-ov", args.model, texts],
            "bare-ov-bf16": worker + ["bare-ov-bf16", args.model, texts],
            "penstock-ort": [embed, "ort", args.model, texts], "penstock-ov": [embed, "ov", args.model, texts],
            "penstock-ov-bf16": [embed, "ov", args.model, texts, "bf16"]}
    for kind in ("optimum-ort", "optimum-ov", "fastembed"):
        rows[kind] = worker + [kind, args.model, texts]
    if args.checkpoint:
        rows["st-torch"] = worker + ["st-torch", args.model, texts, args.checkpoint]
    return {name: command for name, command in rows.items() if not args.only or name in args.only}


class Worker:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        while line and line.strip() != "ready":
            line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("did not start")
        os.kill(self.process.pid, signal.SIGSTOP)

    def measure(self, batch):
        """Wall and CPU seconds of one pass over all texts, and the first number of the first vector."""
        os.kill(self.process.pid, signal.SIGCONT)
        self.process.stdin.write(f"{batch}\n")
        self.process.stdin.flush()
        wall, cpu, first = self.process.stdout.readline().split()
        os.kill(self.process.pid, signal.SIGSTOP)
        return int(wall) / 1e9, int(cpu) / 1e9, float(first)

    def end(self):
        os.kill(self.process.pid, signal.SIGCONT)
        self.process.stdin.close()
        self.process.wait()


def start(rows):
    workers = {}
    for name, command in rows.items():
        try:
            workers[name] = Worker(command)
        except RuntimeError as error:
            print(f"{name} left out: it {error}", file=sys.stderr)
    return workers


def spread(values, digits):
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f} .. {max(values):.{digits}f}]"


def show(args, results, cpus):
    print(f"\nTexts a second (CPU milliseconds a text, which neighbours disturb less), {args.texts} texts")
    for name in dict.fromkeys(name for name, _ in results):
        cells = [f"b{batch} {spread([args.texts / s for s in results[name, batch]], 1)} "
                 f"({1e3 * statistics.median(cpus[name, batch]) / args.texts:.1f})"
                 for batch in args.batch if results.get((name, batch))]
        print(f"  {name:18}" + "   ".join(cells))
    for kind in ("ort", "ov", "ov-bf16"):
        bare = [results.get((f"bare-{kind}", batch)) for batch in args.batch]
        bare = [seconds for seconds in bare if seconds]
        best = [min(times) for times in zip(*bare)]
        for batch in args.batch:
            own, same = results.get((f"penstock-{kind}", batch)), results.get((f"bare-{kind}", batch))
            if own and same:
                print(f"  penstock / bare, {kind}, b{batch}: {spread([b / p for b, p in zip(same, own)], 3)} of the same "
                      f"batch size, {spread([b / p for b, p in zip(best, own)], 3)} of the best; by CPU time "
                      + spread([b / p for b, p in zip(cpus[f"bare-{kind}", batch], cpus[f"penstock-{kind}", batch])], 3))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("model")
    parser.add_argument("--python", required=True)
    parser.add_argument("--checkpoint")
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-rounds", type=int, default=1)
    parser.add_argument("--batch", type=int, nargs="*", default=[1, 8, 32])
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(make_texts(args.texts)) + "\n")
        file.flush()
        workers = start(contenders(args, file.name))
        results, cpus, first = {}, {}, {}
        for number in range(args.rounds):
            for batch in args.batch:
                names = [n for n in workers if number < args.peer_rounds or not n.startswith(SLOW)]
                for name in random.sample(names, len(names)):
                    seconds, cpu, value = workers[name].measure(batch)
                    results.setdefault((name, batch), []).append(seconds)
                    cpus.setdefault((name, batch), []).append(cpu)
                    first.setdefault(name, value)
                    print(f"round {number + 1}, b{batch}, {name}: {args.texts / seconds:.1f}/s", file=sys.stderr, flush=True)
        for worker in workers.values():
            worker.end()
    results = {key: results[key] for name in workers for key in [(name, b) for b in args.batch] if key in results}
    show(args, results, cpus)
    print("  first value of the first vector: " + ", ".join(f"{n} {v:.5f}" for n, v in first.items() if "bare" not in n))
    if args.json:
        args.json.write_text(json.dumps({f"{n} b{b}": v for (n, b), v in results.items()}, indent=1))


if __name__ == "__main__":
    main()
