# SPDX-License-Identifier: Apache-2.0
"""Runs an exported text classifier on ONNX Runtime or OpenVINO, in f32, on two threads."""

import pathlib

import numpy as np
import onnxruntime
import openvino
from tokenizers import Tokenizer

THREADS = 2


def load_onnxruntime(folder):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return lambda feeds: session.run(None, feeds)[0]


def load_openvino(folder):
    compiled = openvino.Core().compile_model(
        folder / "openvino_model.xml",
        "CPU",
        {
            "INFERENCE_PRECISION_HINT": "f32",
            "INFERENCE_NUM_THREADS": THREADS,
            "PERFORMANCE_HINT": "LATENCY",
        },
    )
    return lambda feeds: compiled(feeds)[0]


RUNTIMES = {"onnxruntime": load_onnxruntime, "openvino": load_openvino}


def feeds_of(encodings):
    return {
        "input_ids": np.array([e.ids for e in encodings], np.int64),
        "attention_mask": np.array([e.attention_mask for e in encodings], np.int64),
        "token_type_ids": np.array([e.type_ids for e in encodings], np.int64),
    }


def positive_scores(run, folder, texts, batch=32):
    """P(positive) of each text, in padded batches of neighbours."""
    tokenizer = Tokenizer.from_file(str(pathlib.Path(folder) / "tokenizer.json"))
    tokenizer.enable_padding()
    tokenizer.enable_truncation(512)
    scores = []
    for start in range(0, len(texts), batch):
        logits = run(feeds_of(tokenizer.encode_batch(texts[start : start + batch])))
        scores.append(1 / (1 + np.exp(logits[:, 0] - logits[:, 1])))
    return np.concatenate(scores)
