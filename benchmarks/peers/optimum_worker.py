#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Python's side of compare.py: Optimum's pipeline.    optimum_worker.py ort|ov MODEL_FOLDER [--once TEXT]"""
import sys

sys.path.pop(0)  # tokenizers.py of this folder must not hide the package
import time


def load(accelerator, model):
    from transformers import AutoTokenizer, pipeline
    tokenizer = AutoTokenizer.from_pretrained(model)
    if accelerator == "ort":
        from optimum.onnxruntime import ORTModelForSequenceClassification as Model
        loaded = Model.from_pretrained(model)
    else:
        from optimum.intel import OVModelForSequenceClassification as Model
        loaded = Model.from_pretrained(model, ov_config={"INFERENCE_PRECISION_HINT": "f32"})
    return pipeline("text-classification", model=loaded, tokenizer=tokenizer)


def main():
    classify = load(sys.argv[1], sys.argv[2])
    if sys.argv[3:4] == ["--once"]:
        print(classify(sys.argv[4]))
        return
    print("ready", flush=True)
    for line in sys.stdin:
        shape, count = line.split()
        batch, length = map(int, shape.split("x"))
        text = " ".join(["the"] * (length - 2))
        request, options = (text, {}) if batch == 1 else ([text] * batch, {"batch_size": batch})
        cpu, walls = time.process_time_ns(), []
        for _ in range(int(count)):
            start = time.perf_counter_ns()
            classify(request, **options)
            walls.append(time.perf_counter_ns() - start)
        print(*walls, "|", time.process_time_ns() - cpu, flush=True)


if __name__ == "__main__":
    main()
