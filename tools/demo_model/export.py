# SPDX-License-Identifier: Apache-2.0
"""Writes a fine-tuned model folder as a repository with ONNX and OpenVINO files."""

import argparse
import json
import pathlib
import shutil
import tempfile

import openvino
from optimum.exporters.onnx import main_export

import data
import quantize
import vocabulary

OPSET = 17


def export_onnx(model, out):
    with tempfile.TemporaryDirectory() as folder:
        main_export(str(model), folder, task="text-classification", opset=OPSET)
        quantize.quantize_file(f"{folder}/model.onnx", str(out / "model.onnx"))
        shutil.copyfile(f"{folder}/config.json", out / "config.json")


def export_tokenizer(model, out):
    """A fresh one: the training's keeps the last truncation it was used with."""
    pieces = (model / "vocab.txt").read_text(encoding="utf-8").splitlines()
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    vocabulary.make_tokenizer(pieces, out, config["max_position_embeddings"]).save_pretrained(out)


def export_openvino(out):
    model = openvino.Core().read_model(out / "model.onnx")
    openvino.save_model(model, out / "openvino_model.xml", compress_to_fp16=False)


def write_heldout(work, out):
    rows = data.read_rows(work / "heldout.jsonl")
    data.write_rows(
        out / "heldout.jsonl",
        [{key: row[key] for key in ("inputs", "label", "source")} for row in rows],
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=pathlib.Path, help="folder written by train.py")
    parser.add_argument("work", type=pathlib.Path, help="folder with heldout.jsonl")
    parser.add_argument("out", type=pathlib.Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    export_onnx(args.model, args.out)
    export_tokenizer(args.model, args.out)
    export_openvino(args.out)
    write_heldout(args.work, args.out)
    sizes = {f.name: f.stat().st_size for f in sorted(args.out.iterdir())}
    print(json.dumps({**sizes, "total": sum(sizes.values())}, indent=1))


if __name__ == "__main__":
    main()
