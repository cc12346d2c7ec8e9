# SPDX-License-Identifier: Apache-2.0
"""Scores answers read from standard input against heldout.jsonl, line by line.

An answer is one JSON line such as [{"label": "POSITIVE", "score": 0.99}]; the best label counts.
"""

import argparse
import json
import sys


def best_label(answer):
    while isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    if isinstance(answer, list):
        answer = max(answer, key=lambda choice: choice["score"])
    return answer["label"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("heldout", help="the heldout.jsonl the answers are for")
    args = parser.parse_args()
    with open(args.heldout, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    answers = [json.loads(line) for line in sys.stdin if line.strip()]
    if len(answers) != len(rows):
        sys.exit(f"{len(answers)} answers for {len(rows)} sentences: give one answer a line")
    right = {}
    for row, answer in zip(rows, answers):
        ok = best_label(answer) == row["label"]
        right.setdefault("all", []).append(ok)
        right.setdefault(row.get("source", "other"), []).append(ok)
    for source, hits in right.items():
        print(f"{source}: accuracy {sum(hits) / len(hits):.4f} ({sum(hits)} of {len(hits)})")


if __name__ == "__main__":
    main()
