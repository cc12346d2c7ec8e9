# SPDX-License-Identifier: Apache-2.0
"""Writes the model card from the history of the model, the splits and the measurements."""

import argparse
import collections
import json
import pathlib
import string

import data
import record

TEMPLATE = pathlib.Path(__file__).with_name("card_template.md")


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def split_table(work):
    counts = {
        name: collections.Counter(r["source"] for r in data.read_rows(work / f"{name}.jsonl"))
        for name in ("train", "dev", "heldout")
    }
    rows = [[source, *(c[source] for c in counts.values())] for source in counts["train"]]
    return table(["source", *counts], rows)


def step_lines(history):
    lines = []
    for entry in history:
        options = ", ".join(f"{k} {v}" for k, v in entry["options"].items())
        results = ", ".join(f"{k} {v}" for k, v in entry["results"].items())
        lines.append(f"- **{entry['step']}**: {options}. Result: {results}.")
    return "\n".join(lines)


def accuracy_table(report):
    runtimes = [name for name in report if isinstance(report[name], dict)]
    rows = [
        [source, count, *(f"{report[n]['accuracy'][source][0]:.2%}" for n in runtimes)]
        for source, (_, count) in report[runtimes[0]]["accuracy"].items()
    ]
    return table(["held-out sentences", "count", *runtimes], rows)


def speed_table(report):
    rows = [
        [name, f"{r['load_ms']:.0f} ms", f"{r['latency_1x32_ms']:.2f} ms"]
        for name, r in report.items()
        if isinstance(r, dict)
    ]
    return table(["runtime", "load", "one sentence of 32 tokens"], rows)


def everyday_table(report):
    rows = [
        [text, "POSITIVE" if s > 0.5 else "NEGATIVE", f"{max(s, 1 - s):.3f}"]
        for text, s in report["onnxruntime"]["everyday"]
    ]
    return table(["sentence", "answer", "score"], rows)


def size_table(folder):
    rows = [
        [f.name, f"{f.stat().st_size:,}"] for f in sorted(folder.iterdir()) if f.name != "README.md"
    ]
    return table(["file", "bytes"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", help="folder written by train.py")
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("model", type=pathlib.Path, help="folder written by export.py")
    parser.add_argument("report", type=pathlib.Path, help="JSON written by evaluate.py")
    args = parser.parse_args()
    report = json.loads(args.report.read_text(encoding="utf-8"))
    history = record.read(args.trained)
    config = json.loads((args.model / "config.json").read_text(encoding="utf-8"))
    text = string.Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        config,
        splits=split_table(args.work),
        steps=step_lines(history),
        accuracy=accuracy_table(report),
        speed=speed_table(report),
        everyday=everyday_table(report),
        sizes=size_table(args.model),
        difference=f"{report['largest_score_difference']:.1e}",
        versions=", ".join(f"{k} {v}" for k, v in record.versions().items()),
    )
    (args.model / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
