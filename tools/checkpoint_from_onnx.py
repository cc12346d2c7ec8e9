#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the weights of an ONNX export as a transformers checkpoint in float32.

    tools/checkpoint_from_onnx.py models/sentiment FOLDER
    tools/export_torchscript.py FOLDER OUTPUT --task text-classification

For encoders with linear layers, as Optimum exports them: those layers' matrices stand in the file transposed and
without their names, and the bias that is added to their product tells the name. The demo model keeps its matrices
as int8 with divisors. Needs onnx, torch and transformers.
"""
import pathlib
import shutil
import sys

import numpy as np
import onnx
import torch
import transformers
from onnx import numpy_helper

COMPANIONS = ["config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"]


def stored(graph):
    """{name: float32 array} of the initializers, divided where a divisor belongs to them."""
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    divided = {name.removesuffix("_int8"): array.astype(np.float32) / arrays[name.removesuffix("_int8") + "_divisor"]
               for name, array in arrays.items() if name.endswith("_int8")}
    return {**{n: a for n, a in arrays.items() if not n.endswith(("_int8", "_divisor"))}, **divided}


def source(name, producers, arrays):
    """The stored array that a value comes from, by way of casts, divisions and Identity (equal ones are kept once)."""
    while name not in arrays and name in producers:
        name = producers[name].input[0].removesuffix("_int8")
    return name


def state(graph):
    arrays = stored(graph)
    producers = {output: node for node in graph.node for output in node.output}
    weights = dict(arrays)
    for node in graph.node:
        for name in node.input:
            if name.endswith((".bias", ".weight")) and source(name, producers, arrays) in arrays:
                weights[name] = arrays[source(name, producers, arrays)]
        if node.op_type != "Add":
            continue
        bias = next((name for name in node.input if name.endswith(".bias")), None)
        product = next((producers[name] for name in node.input if name in producers), None)
        if bias is None or product is None or product.op_type != "MatMul":
            continue
        matrix = source(product.input[1].removesuffix("_int8"), producers, arrays)
        weights[bias.removesuffix("bias") + "weight"] = arrays[matrix].T
    return {name: torch.from_numpy(np.array(array, order="C")) for name, array in weights.items()}


def main():
    folder, output = map(pathlib.Path, sys.argv[1:3])
    weights = state(onnx.load(folder / "model.onnx").graph)
    config = transformers.AutoConfig.from_pretrained(folder)
    model = getattr(transformers, config.architectures[0])(config)
    for ours, theirs in model.state_dict().items():
        if ours in weights and weights[ours].shape != theirs.shape:
            sys.exit(f"{ours} has another shape in the graph")
    missing = set(model.load_state_dict({n: w for n, w in weights.items() if n in model.state_dict()}, strict=False)
                  .missing_keys)
    model.tie_weights()
    tied = {name for name, value in model.state_dict().items()
            if any(value.data_ptr() == other.data_ptr() for n, other in model.state_dict().items() if n not in missing)}
    if missing - tied:
        sys.exit(f"not found in the graph: {sorted(missing - tied)}")
    model.save_pretrained(output)
    for name in COMPANIONS:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, output / name)


if __name__ == "__main__":
    main()
