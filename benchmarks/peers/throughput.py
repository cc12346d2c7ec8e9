#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sentence embeddings of texts of mixed length: Penstock, the bare runtimes and its peers, in one alternating run.

    throughput.py BUILD MODEL --python PYTHON [--checkpoint FOLDER] [--texts 2000] [--parts 4] [--rounds 2] [--peer-rounds 1]
                  [--batch 1 8 32] [--only NAME ...] [--json FILE]

BUILD: a build tree with benchmarks (preset `bench`). MODEL: a folder with the encoder as ONNX and IR, and the
sentence-transformers files; CHECKPOINT: the same model for sentence-transformers/torch. PYTHON: an interpreter with
the peers. Every contender is a loaded process; idle ones are stopped (SIGSTOP). The texts are cut into parts; each
part goes to all contenders, Penstock right before or after the bare runtime, the order shuffled: a neighbour's load
falls on both. The bare runtimes get ids made beforehand, sorted by length, and pool nothing; Penstock gets texts. Texts: runs of words of
Python's own reference manual (pydoc), log-normal lengths of median 22, from 4 to 180 words, seed 7. Printed: texts a
second over all parts and rounds, and Penstock's ratio to the bare runtime, median [quartiles] of the pairs.
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

    def measure(self, batch, part, parts):
        """Wall and CPU seconds of one pass over a part of the texts, and the first number of the first vector."""
        os.kill(self.process.pid, signal.SIGCONT)
        self.process.stdin.write(f"{batch} {part} {parts}\n")
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


def spread(values):
    if len(values) < 2:
        return f"{values[0]:.3f}"
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.3f} [{low:.3f} .. {high:.3f}]"


def ordered(names):
    """A random order in which a bare runtime and Penstock on it are neighbours."""
    pairs = {}
    for name in random.sample(names, len(names)):
        pairs.setdefault(name.removeprefix("bare-").removeprefix("penstock-"), []).append(name)
    return [name for pair in random.sample(list(pairs.values()), len(pairs)) for name in pair]


def show(args, samples):
    """samples: (name, batch) -> {(round, part): (wall, cpu)}"""
    print(f"\nTexts a second (CPU milliseconds a text, which neighbours disturb less), {args.texts} texts")
    for name in dict.fromkeys(name for name, _ in samples):
        cells = []
        for batch in args.batch:
            rows = samples.get((name, batch), {}).values()
            texts = args.texts * len(rows) / args.parts
            if rows:
                cells.append(f"b{batch} {texts / sum(w for w, _ in rows):.1f} ({1e3 * sum(c for _, c in rows) / texts:.1f})")
        print(f"  {name:18}" + "   ".join(cells))
    for kind in ("ort", "ov", "ov-bf16"):
        for batch in args.batch:
            bare, own = samples.get((f"bare-{kind}", batch)), samples.get((f"penstock-{kind}", batch))
            if bare and own:
                ratio = [spread([bare[at][i] / own[at][i] for at in bare]) for i in (0, 1)]
                print(f"  penstock / bare, {kind}, b{batch}: {ratio[0]}; by CPU time {ratio[1]} ({len(bare)} pairs)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("model")
    parser.add_argument("--python", required=True)
    parser.add_argument("--checkpoint")
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--peer-rounds", type=int, default=1)
    parser.add_argument("--batch", type=int, nargs="*", default=[1, 8, 32])
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(make_texts(args.texts)) + "\n")
        file.flush()
        workers = start(contenders(args, file.name))
        samples, first = {}, {}
        for at in [(number, part) for number in range(args.rounds) for part in range(args.parts)]:
            names = [n for n in workers if at[0] < args.peer_rounds or not n.startswith(SLOW)]
            for batch in args.batch:
                for name in ordered(names):
                    wall, cpu, value = workers[name].measure(batch, at[1], args.parts)
                    samples.setdefault((name, batch), {})[at] = (wall, cpu)
                    first.setdefault(name, value)
            print(f"round {at[0] + 1}, part {at[1] + 1} of {args.parts}", file=sys.stderr, flush=True)
        for worker in workers.values():
            worker.end()
    show(args, {key: samples[key] for name in workers for key in [(name, b) for b in args.batch] if key in samples})
    print("  first value of the first vector: " + ", ".join(f"{n} {v:.5f}" for n, v in first.items() if "bare" not in n))
    if args.json:
        args.json.write_text(json.dumps({f"{n} b{b}": list(v.values()) for (n, b), v in samples.items()}, indent=1))


if __name__ == "__main__":
    main()
