#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Penstock, a bare C program on the same runtime and Python Optimum, in one alternating run.

    compare.py BUILD MODEL [--python PYTHON] [--rounds 7] [--only ort|ov] [--skip latency|cold] [--json FILE]

BUILD: a build tree with benchmarks (preset `bench`). MODEL: a folder made by make_minilm.py. PYTHON: an interpreter
that has Optimum; without it the Python rows are left out. Latency: every contender is a loaded process, idle ones
are stopped (SIGSTOP), the order is shuffled in each round; a round's figure is the median of its calls, and ratios
are formed within a round. Cold start: whole processes in turn, from exec to exit; peak RSS from the kernel's
accounting. Printed: median [minimum .. maximum] over the rounds. Python standard library only.
"""
import argparse
import json
import os
import pathlib
import random
import resource  # noqa: F401  (wait4 fills its struct)
import signal
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SHAPES = {"1x32": 60, "8x128": 8}  # calls a round


def library(accelerator, penstock):
    report = json.loads(subprocess.run([penstock, "env", "--json"], capture_output=True, check=True).stdout)
    return next(a["library"] for a in report["accelerators"] if a["accelerator"] == accelerator)


def contenders(args, penstock):
    """name -> (worker command, one-shot command), in the order of the table."""
    text = " ".join(["the"] * 30)
    rows = {}
    for acc in args.accelerators:
        bare = [str(args.build / "benchmarks" / f"bare_{acc}"), library(acc, penstock), args.model]
        rows[f"bare C, {acc}"] = (bare, bare + ["--once"])
        rows[f"Penstock, {acc}"] = (
            [str(args.build / "benchmarks" / "penstock_worker"), acc, args.model],
            [penstock, "run", "text-classification", "--model", args.model, "--accelerator", acc, text])
        if args.python:
            python = [args.python, str(HERE / "optimum_worker.py"), acc, args.model]
            rows[f"Optimum, {acc}"] = (python, python + ["--once", text])
    return rows


class Worker:
    """A loaded contender, stopped while another one is measured."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{command[0]} did not start")
        self.pause()

    def pause(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def measure(self, shape, count):
        """Median wall and mean CPU milliseconds of a call."""
        os.kill(self.process.pid, signal.SIGCONT)
        self.process.stdin.write(f"{shape} {count}\n")
        self.process.stdin.flush()
        walls, cpu = self.process.stdout.readline().split("|")
        self.pause()
        return statistics.median(map(int, walls.split())) / 1e6, int(cpu) / count / 1e6

    def end(self):
        os.kill(self.process.pid, signal.SIGCONT)
        self.process.stdin.close()
        self.process.wait()


def one_shot(command):
    """Wall ms, CPU ms and peak RSS in MB of a whole process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = (time.perf_counter() - start) * 1e3
    if status != 0:
        raise SystemExit(f"failed: {command}")
    return wall, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f} .. {max(values):.{digits}f}]"


def table(title, figures, names, results):
    """results: contender -> figure -> a value for each round."""
    print(f"\n{title}")
    for contender, values in results.items():
        print(f"  {contender:16}" + "".join(f"  {n}: {spread(values[n], d)}" for n, d in zip(names, figures)))
    for base in [c for c in results if c.startswith("Penstock")]:
        accelerator = base.split(", ")[1]
        for peer in ("bare C", "Optimum"):
            other = f"{peer}, {accelerator}"
            if other in results:
                ratios = {n: [a / b for a, b in zip(results[base][n], results[other][n])] for n in names}
                print(f"  Penstock / {peer}, {accelerator}" +
                      "".join(f"  {n.split()[0]} {spread(r, 3)}" for n, r in ratios.items()))


def latency(rows, rounds):
    workers = {name: Worker(command[0]) for name, command in rows.items()}
    for shape, count in SHAPES.items():
        results = {name: {"wall ms": [], "CPU ms": []} for name in rows}
        for number in range(rounds + 1):  # the first round warms up
            for name in random.sample(list(rows), len(rows)):
                wall, cpu = workers[name].measure(shape, count)
                if number:
                    results[name]["wall ms"].append(wall)
                    results[name]["CPU ms"].append(cpu)
        table(f"One call at {shape} (batch x tokens), {rounds} rounds of {count} calls", (2, 2),
              ("wall ms", "CPU ms"), results)
        yield shape, results
    for worker in workers.values():
        worker.end()


def cold(rows, rounds):
    names = ("wall ms", "CPU ms", "RSS MB")
    results = {name: {n: [] for n in names} for name in rows}
    for number in range(rounds + 1):
        for name in random.sample(list(rows), len(rows)):
            figures = one_shot(rows[name][1])
            if number:
                for n, value in zip(names, figures):
                    results[name][n].append(value)
    table(f"Cold start to first answer, whole process, {rounds} rounds", (0, 0, 0), names, results)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("model")
    parser.add_argument("--python")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=["ort", "ov"])
    parser.add_argument("--skip", choices=["latency", "cold"])
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    args.accelerators = [args.only] if args.only else ["ort", "ov"]
    rows = contenders(args, str(args.build / "apps/cli/penstock"))
    record = {}
    if args.skip != "cold":
        record["cold"] = cold(rows, args.rounds)
    if args.skip != "latency":
        record.update(latency(rows, args.rounds))
    if args.json:
        args.json.write_text(json.dumps(record, indent=1))


if __name__ == "__main__":
    sys.exit(main())
