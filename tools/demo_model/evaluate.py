# SPDX-License-Identifier: Apache-2.0
"""Measures the exported files on heldout.jsonl and writes the numbers to a JSON file."""

import argparse
import json
import pathlib
import time

import numpy as np

import data
import runtimes

LOADS = 5
EVERYDAY = [
    "I love this film",
    "The food was cold and the service slow.",
    "Not bad at all",
    "The battery died after two days.",
    "What a waste of time",
    "Best purchase I have made this year!",
    "I would not recommend this hotel to anyone.",
    "The staff were friendly and the room was clean.",
    "It does what it says, and it does it well.",
    "The plot makes no sense and the acting is worse.",
]


def latency_ms(run, tokens=32, rounds=300):
    """Shortest time of a run on one sequence: what else the machine does only adds to it."""
    ids = np.full((1, tokens), 5, np.int64)
    feeds = {
        "input_ids": ids,
        "attention_mask": np.ones_like(ids),
        "token_type_ids": np.zeros_like(ids),
    }
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        run(feeds)
        times.append(time.perf_counter() - started)
    return 1000 * min(times)


def accuracy_by_source(scores, rows):
    right = [(s > 0.5) == (r["label"] == "POSITIVE") for s, r in zip(scores, rows)]
    result = {"all": (float(np.mean(right)), len(right))}
    for source in dict.fromkeys(r["source"] for r in rows):
        part = [ok for ok, r in zip(right, rows) if r["source"] == source]
        result[source] = (float(np.mean(part)), len(part))
    return result


def measure(name, folder, rows):
    loads = []
    for _ in range(LOADS):
        started = time.perf_counter()
        run = runtimes.RUNTIMES[name](folder)
        loads.append(time.perf_counter() - started)
    scores = runtimes.positive_scores(run, folder, [r["inputs"] for r in rows])
    everyday = runtimes.positive_scores(run, folder, EVERYDAY)
    return scores, {
        "accuracy": accuracy_by_source(scores, rows),
        "load_ms": 1000 * min(loads),
        "latency_1x32_ms": latency_ms(run),
        "everyday": [(text, float(score)) for text, score in zip(EVERYDAY, everyday)],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=pathlib.Path, help="folder written by export.py")
    parser.add_argument("--json", type=pathlib.Path, help="where to write the numbers")
    args = parser.parse_args()
    rows = data.read_rows(args.model / "heldout.jsonl")
    scores, report = {}, {}
    for name in runtimes.RUNTIMES:
        scores[name], report[name] = measure(name, args.model, rows)
    first, second = scores.values()
    report["largest_score_difference"] = float(np.abs(first - second).max())
    text = json.dumps(report, indent=1)
    print(text)
    if args.json:
        args.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
