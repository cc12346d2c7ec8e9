#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every graph that `penstock export` writes from tests/data/export, opened by the tools that read ONNX.

    tests/differential/export_opens.py PENSTOCK [--netron FOLDER] [NAME ...]

Portable and fused form, weights inside and (a copy of the checkpoint) beside the graph: onnx's checker
with full_check and strict shape inference; OpenVINO's read_model; Optimum's ORTModel, whose outputs must
equal the recorded ones to 2e-5; and, where FOLDER holds the scripts of the package `netron`, Netron's
reader under Node.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import openvino
import optimum.onnxruntime as optimum
import torch
from safetensors.torch import load_file

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "data/export"
TOLERANCE = 2e-5
HEADS = {
    "base": ("feature-extraction", optimum.ORTModelForFeatureExtraction),
    "sequence": ("text-classification", optimum.ORTModelForSequenceClassification),
    "token": ("token-classification", optimum.ORTModelForTokenClassification),
    "question_answering": ("question-answering", optimum.ORTModelForQuestionAnswering),
    "masked_lm": ("fill-mask", optimum.ORTModelForMaskedLM),
    "image": ("image-classification", optimum.ORTModelForImageClassification),
}


def export(penstock, source, target, task, fused):
    if target == source:
        target = ""
    command = [penstock, "export", str(source)] + ([str(target)] if target else []) + ["--task", task] + (["--fused"] if fused else [])
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())


def check_onnx(path, outputs):
    onnx.checker.check_model(str(path), full_check=True)
    inferred = onnx.shape_inference.infer_shapes(onnx.load(str(path)), check_type=True, strict_mode=True, data_prop=True)
    declared = {value.name: value.type.tensor_type for value in inferred.graph.output}
    assert set(declared) == set(outputs), set(declared) ^ set(outputs)
    assert all(value.elem_type == onnx.TensorProto.FLOAT for value in declared.values())


def check_openvino(path, outputs):
    model = openvino.Core().read_model(str(path))
    assert {port.get_any_name() for port in model.outputs} == set(outputs)


def check_optimum(folder, model_class, expected, outputs):
    try:
        model = model_class.from_pretrained(folder)
    except ValueError as error:
        if "does not recognize this architecture" in str(error) or "model type" in str(error):
            return "unknown to this transformers"
        raise
    takes = {name: value for name, value in expected.items() if "." not in name and name in model.input_names}
    with torch.no_grad():
        answer = model(**takes)
    for name, value in outputs.items():
        difference = float(np.abs(answer[name].numpy() - value.numpy()).max())
        assert difference <= TOLERANCE, f"{name} differs by {difference}"
    return "equal"


def check_netron(folder, path, outputs):
    done = subprocess.run(["node", str(HERE / "netron_open.mjs"), folder, str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr.strip()[-300:]
    seen = json.loads(done.stdout)
    assert seen["format"].startswith("ONNX") and set(seen["outputs"]) == set(outputs), seen
    assert not seen["unknown"], f"Netron does not know {seen['unknown']}"


def check(arguments, name, head, fused, in_place, folder):
    task, model_class = HEADS[head]
    expected = load_file(DATA / name / "expected.safetensors")
    outputs = {key.split(".", 1)[1]: value for key, value in expected.items() if key.startswith(head + ".")}
    source = DATA / name
    if in_place:
        shutil.copytree(source, folder, dirs_exist_ok=True)
        source = folder
    export(arguments.penstock, source, folder, task, fused)
    graph = folder / "model.onnx"
    check_onnx(graph, outputs)
    if not fused:  # OpenVINO 2026 reads operator set 23 only in part
        check_openvino(graph, outputs)
    if arguments.netron:
        check_netron(arguments.netron, graph, outputs)
    return check_optimum(folder, model_class, expected, outputs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--netron")
    arguments = parser.parse_intermixed_args()
    passed = failed = 0
    for source in sorted(DATA.iterdir()):
        if not source.is_dir() or (arguments.names and source.name not in arguments.names):
            continue
        heads = {key.split(".")[0] for key in load_file(source / "expected.safetensors") if "." in key}
        for head in sorted(heads):
            for fused, in_place in ((False, False), (True, False), (False, True)):
                with tempfile.TemporaryDirectory() as folder:
                    what = f"{source.name} {head}{' fused' if fused else ''}{' in place' if in_place else ''}"
                    try:
                        answer = check(arguments, source.name, head, fused, in_place, pathlib.Path(folder))
                    except Exception as error:
                        failed += 1
                        print(f"{what}: {type(error).__name__}: {str(error)[:400]}")
                        continue
                passed += 1
                if answer != "equal":
                    print(f"{what}: Optimum: {answer}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
