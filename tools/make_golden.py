#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the tiny models of tests/data/models and records the reference's answers in tests/golden.

    tools/make_golden.py [--models] [--answers] [TASK ...]

Needs transformers, optimum, optimum-onnx, optimum-intel with openvino, and torch; the versions in
use are written into every golden file. encoder_tasks needs sentence-transformers, too. Without --models or --answers does both.
"""
import argparse
import importlib
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
TASKS = ["text_classification", "encoder_tasks", "sentencepiece_folders", "slow_tokenizers",
         "generation_models", "translation_models"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join(TASKS))
    parser.add_argument("--models", action="store_true")
    parser.add_argument("--answers", action="store_true")
    arguments = parser.parse_args()
    both = arguments.models == arguments.answers
    for name in arguments.tasks or TASKS:
        task = importlib.import_module(f"golden.{name}")
        if arguments.models or both:
            task.make_models()
        if arguments.answers or both:
            task.record()


if __name__ == "__main__":
    main()
