#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes data/onnxruntime_distributions.txt: the names under which Optimum looks for ONNX Runtime,
in its probe order, read from the source of optimum.utils.import_utils without importing it."""
import ast
import importlib.metadata
import pathlib


def main():
    distribution = importlib.metadata.distribution("optimum")
    source = pathlib.Path(distribution.locate_file("optimum/utils/import_utils.py")).read_text()
    for node in ast.walk(ast.parse(source)):
        is_probe = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_is_package_available"
        if is_probe and ast.literal_eval(node.args[0]) == "onnxruntime":
            names = next(ast.literal_eval(k.value) for k in node.keywords if k.arg == "pkg_distributions")
            break
    names.append("onnxruntime")  # as _is_package_available does
    out = pathlib.Path(__file__).with_name("data") / "onnxruntime_distributions.txt"
    head = f"# optimum {distribution.version}, written by make_distribution_golden.py"
    out.write_text("\n".join([head, *names]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
