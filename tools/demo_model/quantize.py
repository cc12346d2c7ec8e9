# SPDX-License-Identifier: Apache-2.0
"""Stores the weight matrices of an ONNX file as int8 with one f32 scale for each output channel.

The int8 values are turned back by Cast and Mul on constants. Runtimes fold these when they load the
file, so that a run computes in f32 on ready matrices.
"""

import numpy as np
import onnx
from onnx import helper, numpy_helper

MIN_VALUES = 10_000


def to_int8(weight, axis):
    """Returns (int8 values, f32 scales): symmetric, one scale for each slice along the kept axis."""
    scale = np.abs(weight).max(axis=axis, keepdims=True).astype(np.float32) / 127
    scale[scale == 0] = 1
    return np.rint(weight / scale).astype(np.int8), scale


def embedding_names(graph):
    return {node.input[0] for node in graph.node if node.op_type == "Gather"}


def quantize_file(source, target):
    model = onnx.load(source)
    graph = model.graph
    tables = embedding_names(graph)
    weights = [i for i in graph.initializer
               if i.data_type == onnx.TensorProto.FLOAT and len(i.dims) == 2
               and np.prod(i.dims) >= MIN_VALUES]
    restored = []
    for weight in weights:
        name = weight.name
        values, scale = to_int8(numpy_helper.to_array(weight), 1 if name in tables else 0)
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(values, name + "_int8"))
        graph.initializer.append(numpy_helper.from_array(scale, name + "_scale"))
        restored.append(helper.make_node(
            "Cast", [name + "_int8"], [name + "_f32"], name=name + "_cast",
            to=onnx.TensorProto.FLOAT))
        restored.append(helper.make_node(
            "Mul", [name + "_f32", name + "_scale"], [name], name=name + "_mul"))
    nodes = restored + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, target)
    return len(weights)
