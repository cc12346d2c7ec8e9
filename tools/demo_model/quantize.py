# SPDX-License-Identifier: Apache-2.0
"""Stores the weight matrices of an ONNX file as int8 with one f32 divisor for each output channel.

Cast and Div turn the int8 constants back. ONNX Runtime and OpenVINO fold both when they load the
file, so a run computes in f32 on ready matrices and both give the same answers. DequantizeLinear,
or Mul in place of Div, would let them quantise the activations too.
"""

import numpy as np
import onnx
from onnx import helper, numpy_helper

MIN_VALUES = 10_000


def to_int8(weight, axis):
    """Returns (int8 values, f32 divisors): symmetric, one divisor for each slice of the axis."""
    largest = np.abs(weight).max(axis=axis, keepdims=True)
    divisor = (127 / np.where(largest == 0, 127, largest)).astype(np.float32)
    return np.rint(weight * divisor).astype(np.int8), divisor


def embedding_names(graph):
    return {node.input[0] for node in graph.node if node.op_type == "Gather"}


def quantize_file(source, target):
    model = onnx.load(source)
    graph = model.graph
    tables = embedding_names(graph)
    weights = [
        i
        for i in graph.initializer
        if i.data_type == onnx.TensorProto.FLOAT
        and len(i.dims) == 2
        and np.prod(i.dims) >= MIN_VALUES
    ]
    restored = []
    for weight in weights:
        name = weight.name
        values, divisor = to_int8(numpy_helper.to_array(weight), 1 if name in tables else 0)
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(values, name + "_int8"))
        graph.initializer.append(numpy_helper.from_array(divisor, name + "_divisor"))
        restored.append(
            helper.make_node(
                "Cast",
                [name + "_int8"],
                [name + "_f32"],
                name=name + "_cast",
                to=onnx.TensorProto.FLOAT,
            )
        )
        restored.append(
            helper.make_node("Div", [name + "_f32", name + "_divisor"], [name], name=name + "_div")
        )
    nodes = restored + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, target)
    return len(weights)
