#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Python's side of throughput.py.    throughput_worker.py KIND MODEL_FOLDER TEXTS [CHECKPOINT]

KIND: bare-ort, bare-ov, bare-ov-bf16 (ids made beforehand, sorted by length, no pooling: what the runtime
alone takes), optimum-ort, optimum-ov, st-torch, fastembed. Same protocol as embed_worker. What takes texts
is a function of a batch size and texts, and returns the run to be timed.
"""
import sys

sys.path.pop(0)  # tokenizers.py of this folder must not hide the package
import time

MAX_TOKENS = 256


def batches(model):
    """(batch_size, texts) -> the padded ids of every batch, longest first."""
    import numpy
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(model + "/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)

    def made(size, texts):
        rows = sorted((encoding.ids for encoding in tokenizer.encode_batch(texts)), key=len, reverse=True)
        for at in range(0, len(rows), size):
            part = rows[at:at + size]
            ids = numpy.zeros((len(part), len(part[0])), numpy.int64)
            mask = numpy.zeros_like(ids)
            for row, values in enumerate(part):
                ids[row, :len(values)] = values
                mask[row, :len(values)] = 1
            yield {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)}
    return lambda size, texts: list(made(size, texts))


def bare_ort(model):
    import onnxruntime

    session = onnxruntime.InferenceSession(model + "/model.onnx", providers=["CPUExecutionProvider"])
    make = batches(model)

    def prepare(size, texts):
        feeds = make(size, texts)
        return lambda: [session.run(None, feed) for feed in feeds] and 0.0
    return prepare


def bare_ov(model, precision="f32"):
    import openvino

    compiled = openvino.Core().compile_model(model + "/openvino_model.xml", "CPU",
                                             {"INFERENCE_PRECISION_HINT": precision})
    make = batches(model)
    request = compiled.create_infer_request()

    def run(feeds):
        for feed in feeds:
            request.infer(feed, share_inputs=True, share_outputs=True)
        return 0.0

    def prepare(size, texts):
        feeds = make(size, texts)
        return lambda: run(feeds)
    return prepare


def optimum(model, accelerator):
    from transformers import AutoTokenizer, pipeline
    if accelerator == "ort":
        from optimum.onnxruntime import ORTModelForFeatureExtraction as Model
        loaded = Model.from_pretrained(model)
    else:
        from optimum.intel import OVModelForFeatureExtraction as Model
        loaded = Model.from_pretrained(model, ov_config={"INFERENCE_PRECISION_HINT": "f32"})
    pipe = pipeline("feature-extraction", model=loaded, tokenizer=AutoTokenizer.from_pretrained(model),
                    tokenize_kwargs={"truncation": True, "max_length": MAX_TOKENS})

    def run(size, texts):
        first = None
        for answer in pipe(iter_texts(texts), batch_size=size):
            first = answer[0][0][0] if first is None else first
        return first

    def iter_texts(all_texts):
        yield from all_texts  # a generator: the list form would hold every nested list at once
    return lambda size, texts: lambda: run(size, texts)


def sentence_transformers(checkpoint):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(checkpoint, device="cpu")
    return lambda size, texts: lambda: float(model.encode(texts, batch_size=size, show_progress_bar=False)[0][0])


def fastembed(model):
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    TextEmbedding.add_custom_model(model="local", pooling=PoolingType.MEAN, normalization=True,
                                   sources=ModelSource(hf="local/local"), dim=384, model_file="model.onnx")
    embed = TextEmbedding("local", specific_model_path=model)
    embed.model.tokenizer.no_padding()
    embed.model.tokenizer.enable_padding()
    embed.model.tokenizer.enable_truncation(MAX_TOKENS)
    return lambda size, texts: lambda: float([row[0] for row in embed.embed(texts, batch_size=size)][0])


def main():
    kind, model = sys.argv[1:3]
    with open(sys.argv[3]) as file:
        texts = file.read().splitlines()
    prepare = {"bare-ort": lambda: bare_ort(model), "bare-ov": lambda: bare_ov(model),
               "bare-ov-bf16": lambda: bare_ov(model, "bf16"),
               "optimum-ort": lambda: optimum(model, "ort"), "optimum-ov": lambda: optimum(model, "ov"),
               "st-torch": lambda: sentence_transformers(sys.argv[4]), "fastembed": lambda: fastembed(model)}[kind]()
    print("ready", flush=True)
    for line in sys.stdin:
        batch, part, parts = map(int, line.split())
        run = prepare(batch, texts[part::parts])
        wall, cpu = time.perf_counter_ns(), time.process_time_ns()
        first = run()
        print(time.perf_counter_ns() - wall, time.process_time_ns() - cpu, f"{first:.6f}", flush=True)


if __name__ == "__main__":
    main()
