#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the graphs of the backend suite into data/: GRAPH.onnx, GRAPH.xml/.bin, GRAPH.json (fake).

Run with a Python that has onnx, openvino and numpy; the result is committed.
"""
import json
import pathlib

import numpy as np
import onnx
import openvino as ov
from onnx import TensorProto, helper, numpy_helper
from openvino import opset13 as ops

DATA = pathlib.Path(__file__).resolve().parent / "data"
WEIGHTS = np.array([[1, 10], [2, 20], [3, 30]], dtype=np.float32)
TYPES = {"float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16, "float64": TensorProto.DOUBLE,
         "bfloat16": TensorProto.BFLOAT16, "int32": TensorProto.INT32, "int64": TensorProto.INT64,
         "uint8": TensorProto.UINT8, "bool": TensorProto.BOOL}


def port(name, dtype, shape):
    return helper.make_tensor_value_info(name, TYPES[dtype], shape)


def save_onnx(name, nodes, inputs, outputs, initializers=(), external=None):
    graph = helper.make_graph(nodes, name, inputs, outputs, list(initializers))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    if external:
        # Sizes of the data tell it from a corrupt file; onnx aligns nothing below one page.
        onnx.save(model, DATA / f"{name}.onnx", save_as_external_data=True, location=external,
                  size_threshold=0)
    else:
        onnx.save(model, DATA / f"{name}.onnx")
    return DATA / f"{name}.onnx"


def save_all(name, nodes, inputs, outputs, initializers=(), external=None):
    path = save_onnx(name, nodes, inputs, outputs, initializers, external)
    ov.save_model(ov.convert_model(str(path)), DATA / f"{name}.xml", compress_to_fp16=False)


def save_fake(name, inputs, outputs):
    def ports(given):
        return [{"name": n, "dtype": d, **({"shape": s} if s is not None else {}), **rest}
                for n, d, s, rest in given]
    text = json.dumps({"inputs": ports(inputs), "outputs": ports(outputs)}, indent=1)
    (DATA / f"{name}.json").write_text(text + "\n")


def main():
    DATA.mkdir(exist_ok=True)
    node = helper.make_node
    matrix = ["rows", "columns"]
    free = [-1, -1]

    save_all("add", [node("Add", ["x", "y"], ["sum"])],
             [port("x", "float32", matrix), port("y", "float32", matrix)], [port("sum", "float32", matrix)])
    save_fake("add", [("x", "float32", free, {}), ("y", "float32", free, {})],
              [("sum", "float32", free, {"sum": ["x", "y"]})])

    linear = [node("MatMul", ["x", "w"], ["logits"])]
    ports = [port("x", "float32", ["batch", "tokens", 3])], [port("logits", "float32", ["batch", "tokens", 2])]
    save_all("linear", linear, *ports, [numpy_helper.from_array(WEIGHTS, "w")])
    save_onnx("external", linear, *ports, [numpy_helper.from_array(WEIGHTS, "w")], external="external.weights")

    for dtype in ("int32", "int64", "float64", "uint8"):
        save_all(f"twice_{dtype}", [node("Add", ["x", "x"], ["twice"])],
                 [port("x", dtype, matrix)], [port("twice", dtype, matrix)])
        save_fake(f"twice_{dtype}", [("x", dtype, free, {})], [("twice", dtype, free, {"sum": ["x", "x"]})])
    for dtype in ("float16", "bfloat16", "bool"):
        save_all(f"to_{dtype}", [node("Cast", ["x"], ["cast"], to=TYPES[dtype])],
                 [port("x", "float32", matrix)], [port("cast", dtype, matrix)])
        save_all(f"from_{dtype}", [node("Cast", ["x"], ["cast"], to=TensorProto.FLOAT)],
                 [port("x", dtype, matrix)], [port("cast", "float32", matrix)])

    save_all("total", [node("ReduceSum", ["x"], ["total"], keepdims=0)],
             [port("x", "float32", matrix)], [port("total", "float32", [])])
    save_fake("total", [("x", "float32", free, {})], [("total", "float32", [], {"total": "x"})])

    save_all("through", [node("Identity", ["x"], ["same"]), node("Add", ["x", "x"], ["twice"])],
             [port("x", "float32", matrix)], [port("same", "float32", matrix), port("twice", "float32", matrix)])
    save_fake("through", [("x", "float32", free, {})],
              [("same", "float32", free, {"echo": "x"}), ("twice", "float32", free, {"sum": ["x", "x"]})])

    save_all("fixed", [node("Add", ["x", "x"], ["twice"])],
             [port("x", "float32", [1, 4])], [port("twice", "float32", [1, 4])])

    names = [f"x{i}" for i in range(20)]
    save_all("many", [node("Sum", names, ["sum"])] + [node("Neg", [n], [f"minus_{n}"]) for n in names],
             [port(n, "float32", matrix) for n in names],
             [port("sum", "float32", matrix)] + [port(f"minus_{n}", "float32", matrix) for n in names])

    accumulate()
    save_fake("accumulate", [("x", "float32", free, {}), ("beam_idx", "int32", [-1], {})],
              [("sum", "float32", free, {"accumulate": "x"})])


def accumulate():
    """A graph with a variable: sum += x, whose rows are gathered by beam_idx first."""
    x = ops.parameter([-1, -1], np.float32, name="x")
    beam_idx = ops.parameter([-1], np.int32, name="beam_idx")
    x.output(0).get_tensor().set_names({"x"})
    beam_idx.output(0).get_tensor().set_names({"beam_idx"})
    info = ov.op.util.VariableInfo()
    info.data_shape = ov.PartialShape([-1, -1])
    info.data_type = ov.Type.f32
    info.variable_id = "sum"
    variable = ov.op.util.Variable(info)
    shape = ops.shape_of(x, "i64")
    start = ops.broadcast(ops.constant(np.float32(0)), shape)
    held = ov.opset6.read_value(start, variable_id="sum", variable_type=np.float32, variable_shape=[-1, -1])
    chosen = ops.gather(held, beam_idx, ops.constant(np.int64(0)))
    total = ops.add(chosen, x)
    total.output(0).get_tensor().set_names({"sum"})
    assign = ov.opset6.assign(total, "sum")
    model = ov.Model(results=[ops.result(total)], sinks=[assign], parameters=[x, beam_idx], name="accumulate")
    ov.save_model(model, DATA / "accumulate.xml", compress_to_fp16=False)


if __name__ == "__main__":
    main()
