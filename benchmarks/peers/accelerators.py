#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The three accelerators side by side on one model, and IPEX beside a bare libtorch program, in one alternating run.

    accelerators.py BUILD MODEL IPEX_FLOAT32 IPEX_BFLOAT16 [--rounds 7] [--json FILE]

BUILD: a build tree with benchmarks and the plug-in ipex (`make ipex`, then preset `bench`). MODEL: a folder made by
make_minilm.py. The IPEX folders: exports of MODEL/checkpoint by tools/export_torchscript.py. Rows and figures as in
compare.py: every contender is a loaded process, idle ones are stopped, the order is shuffled in each round, and ratios
are formed within a round. On a machine with other work compare the CPU times. Python standard library only.
"""
import argparse
import json
import os
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import compare  # noqa: E402


def ratios(title, over, under, results):
    values = {n: [a / b for a, b in zip(results[over][n], results[under][n])] for n in ("wall ms", "CPU ms")}
    print(f"  {title}" + "".join(f"  {n.split()[0]} {compare.spread(v, 3)}" for n, v in values.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    for name in ("model", "float32", "bfloat16"):
        parser.add_argument(name)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    programs = args.build / "benchmarks"
    ipex = pathlib.Path(compare.library("ipex", str(args.build / "apps/cli/penstock")))
    # The bare program finds torch beside IPEX.
    os.environ["LD_LIBRARY_PATH"] = str(ipex.parents[2] / "torch/lib")
    worker, bare = str(programs / "penstock_worker"), [str(programs / "bare_ipex"), str(ipex)]
    commands = {
        "Penstock, ort": [worker, "ort", args.model],
        "Penstock, ov": [worker, "ov", args.model],
        "Penstock, ipex": [worker, "ipex", args.float32],
        "bare C++, ipex": [*bare, args.float32],
        "Penstock, ov bf16": [worker, "ov", args.model, "bfloat16"],
        "Penstock, ipex bf16": [worker, "ipex", args.bfloat16],
        "bare C++, ipex bf16": [*bare, args.bfloat16, "--profiling"],
    }
    rows = {name: (command, None) for name, command in commands.items()}
    everything = {}
    for shape, results in compare.latency(rows, args.rounds):
        ratios("Penstock / bare C++, ipex", "Penstock, ipex", "bare C++, ipex", results)
        ratios("Penstock / bare C++, ipex bf16", "Penstock, ipex bf16", "bare C++, ipex bf16", results)
        everything[shape] = results
    if args.json:
        args.json.write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main()
