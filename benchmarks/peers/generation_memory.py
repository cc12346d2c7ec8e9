#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Resident memory over many generations of mixed length.

    generation_memory.py WORKER FOLDER ort|ov [--count 1000] [--longest 48]

WORKER: build/*/benchmarks/generation_worker. FOLDER: a decoder's. Prompts of 2 to LONGEST random ids, as many new tokens,
every fourth with three beams. Printed: MiB after some counts, and the slope of a line through the second half in KiB a
generation.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("worker")
    parser.add_argument("folder")
    parser.add_argument("accelerator", choices=["ort", "ov"])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--longest", type=int, default=48)
    args = parser.parse_args()
    vocabulary = json.loads((pathlib.Path(args.folder) / "config.json").read_text())["vocab_size"]
    process = subprocess.Popen([args.worker, args.accelerator, args.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    process.stdout.readline()
    rng, sizes = random.Random(3), []
    page = os.sysconf("SC_PAGE_SIZE")
    for number in range(args.count):
        prompt = [rng.randrange(4, vocabulary) for _ in range(rng.randint(2, args.longest))]
        request = {"prompt": prompt, "new": rng.randint(2, args.longest), "beams": 3 if number % 4 == 3 else 1}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        json.loads(process.stdout.readline())
        sizes.append(int(pathlib.Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * page / 1024)
    process.kill()
    marks = [1, 10, 50, 100, 200, 500, 1000, 2000, 5000]
    print(", ".join(f"{mark}: {sizes[mark - 1] / 1024:.1f}" for mark in marks if mark <= len(sizes)), "MiB")
    half = sizes[len(sizes) // 2:]
    middle, mean = (len(half) - 1) / 2, sum(half) / len(half)
    slope = sum((i - middle) * (y - mean) for i, y in enumerate(half)) / sum((i - middle) ** 2 for i in range(len(half)))
    print(f"slope {slope:.3f} KiB a generation over the last {len(half)}")


if __name__ == "__main__":
    main()
