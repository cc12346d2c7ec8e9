#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the graphs of the backend suite as TorchScript archives into data/: GRAPH.pt.

Run with a Python that has torch 2.8 and transformers; the result is committed. make_graphs.py writes the other formats.
"""
import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import export_torchscript as exporter  # noqa: E402

DATA = pathlib.Path(__file__).resolve().parent / "data"
FREE = [-1, -1]


class Graph(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *inputs):
        return self.function(*inputs)


def port(name, dtype, shape):
    return {"name": name, "dtype": str(dtype).removeprefix("torch."), "shape": shape}


def save(name, function, inputs, outputs):
    """inputs and outputs: (name, dtype, shape)."""
    example = tuple(torch.ones([2 if n < 0 else n for n in shape]).to(dtype) for _, dtype, shape in inputs)
    with torch.no_grad():
        traced = torch.jit.freeze(torch.jit.trace(Graph(function).eval(), example))
    note = {"format": 1, "inputs": [port(*p) for p in inputs], "outputs": [port(*p) for p in outputs]}
    exporter.save(traced, DATA / f"{name}.pt", note)


def main():
    f32 = torch.float32
    weights = torch.tensor([[1, 10], [2, 20], [3, 30]], dtype=f32)
    save("add", lambda x, y: x + y, [("x", f32, FREE), ("y", f32, FREE)], [("sum", f32, FREE)])
    save("linear", lambda x: x @ weights, [("x", f32, [-1, -1, 3])], [("logits", f32, [-1, -1, 2])])
    for dtype in (torch.int32, torch.int64, torch.float64, torch.uint8):
        name = str(dtype).removeprefix("torch.")
        save(f"twice_{name}", lambda x: x + x, [("x", dtype, FREE)], [("twice", dtype, FREE)])
    for dtype in (torch.float16, torch.bfloat16, torch.bool):
        name = str(dtype).removeprefix("torch.")
        save(f"to_{name}", lambda x, to=dtype: x.to(to), [("x", f32, FREE)], [("cast", dtype, FREE)])
        save(f"from_{name}", lambda x: x.to(f32), [("x", dtype, FREE)], [("cast", f32, FREE)])
    save("total", lambda x: x.sum(), [("x", f32, FREE)], [("total", f32, [])])
    save("through", lambda x: (x, x + x), [("x", f32, FREE)], [("same", f32, FREE), ("twice", f32, FREE)])
    save("fixed", lambda x: x + x, [("x", f32, [1, 4])], [("twice", f32, [1, 4])])
    names = [f"x{i}" for i in range(20)]
    save("many", lambda *x: (sum(x[1:], x[0]), *(-one for one in x)), [(n, f32, FREE) for n in names],
         [("sum", f32, FREE)] + [(f"minus_{n}", f32, FREE) for n in names])


if __name__ == "__main__":
    main()
