#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the demo model's weights, read from its ONNX file, as a transformers checkpoint in float32.

    tools/demo_model/checkpoint.py models/sentiment FOLDER
    tools/export_torchscript.py FOLDER OUTPUT --task text-classification

The ONNX file keeps its matrices as int8 with divisors, and those of linear layers transposed and without their
names; a layer's bias, which is added to its product, tells the name. Needs onnx, torch and transformers.
"""
import pathlib
import shutil
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertForSequenceClassification


def stored(graph):
    """{name: float32 array} of the initializers, divided where a divisor belongs to them."""
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    divided = {name.removesuffix("_int8"): array.astype(np.float32) / arrays[name.removesuffix("_int8") + "_divisor"]
               for name, array in arrays.items() if name.endswith("_int8")}
    return {**{n: a for n, a in arrays.items() if not n.endswith(("_int8", "_divisor"))}, **divided}


def source(name, producers, arrays):
    """The stored array that a value comes from, by way of casts and divisions."""
    while name not in arrays and name in producers:
        name = producers[name].input[0].removesuffix("_int8")
    return name


def state(graph):
    arrays = stored(graph)
    producers = {output: node for node in graph.node for output in node.output}
    weights = {name: array for name, array in arrays.items() if name.startswith(("bert.", "classifier."))}
    for node in graph.node:
        if node.op_type != "Add":
            continue
        bias = next((name for name in node.input if name.endswith(".bias") and name in arrays), None)
        product = next((producers[name] for name in node.input if name in producers), None)
        if bias is None or product is None or product.op_type != "MatMul":
            continue
        matrix = source(product.input[1].removesuffix("_int8"), producers, arrays)
        weights[bias.removesuffix("bias") + "weight"] = arrays[matrix].T
    return {name: torch.from_numpy(np.array(array, order="C")) for name, array in weights.items()}


def main():
    folder, output = map(pathlib.Path, sys.argv[1:3])
    weights = state(onnx.load(folder / "model.onnx").graph)
    model = BertForSequenceClassification(BertConfig.from_pretrained(folder))
    wrong = {name for name, value in model.state_dict().items()
             if name not in weights or weights[name].shape != value.shape} - {"bert.embeddings.position_ids"}
    if wrong:
        sys.exit(f"not found in the graph: {sorted(wrong)}")
    model.load_state_dict(weights)
    model.save_pretrained(output)
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
        shutil.copyfile(folder / name, output / name)


if __name__ == "__main__":
    main()
