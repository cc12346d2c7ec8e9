#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random configs of every family: the natively built graph against transformers.

    tests/differential/export_fuzz.py PENSTOCK [--count N] [--seed S] [--family F ...]

With transformers 4: all but nomic_bert; with transformers 5: nomic_bert.

For each, a tiny random checkpoint is saved by transformers, exported by `penstock export` in the
portable form and with fused operators, and run by ONNX Runtime and OpenVINO; outputs must equal the
model's own to 2e-5. A config that the builder refuses must be refused by a clear message.
"""
import argparse
import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy as np
import onnxruntime
import openvino
import torch
import transformers

TOLERANCE = 2e-5
ACTIVATIONS = ["gelu", "gelu_new", "gelu_fast", "gelu_python", "gelu_pytorch_tanh", "gelu_10", "gelu_accurate", "quick_gelu",
               "relu", "relu2", "relu6", "leaky_relu", "silu", "swish", "tanh", "sigmoid", "mish", "laplace", "linear"]
TASKS = {
    "feature-extraction": transformers.AutoModel,
    "text-classification": transformers.AutoModelForSequenceClassification,
    "token-classification": transformers.AutoModelForTokenClassification,
    "question-answering": transformers.AutoModelForQuestionAnswering,
    "fill-mask": transformers.AutoModelForMaskedLM,
}
IMAGE_TASKS = {"image-feature-extraction": transformers.AutoModel,
               "image-classification": transformers.AutoModelForImageClassification}


def common(r):
    heads = r.choice([1, 2, 3])
    return dict(vocab_size=r.randint(20, 60), hidden_size=heads * r.choice([2, 4, 8]), num_hidden_layers=r.randint(1, 3),
                num_attention_heads=heads, intermediate_size=r.randint(5, 40), max_position_embeddings=r.randint(24, 40),
                hidden_act=r.choice(ACTIVATIONS), layer_norm_eps=r.choice([1e-12, 1e-5, 1e-3]), type_vocab_size=r.randint(1, 3),
                initializer_range=0.3, tie_word_embeddings=r.random() < 0.7, pad_token_id=r.choice([0, 1, 3]))


def positions(r):
    return r.choice(["absolute", "relative_key", "relative_key_query"])


def bert(r):
    return {**common(r), "position_embedding_type": positions(r)}


def roberta(r):
    return {**common(r), "pad_token_id": r.choice([0, 1]), "position_embedding_type": positions(r)}


def electra(r):
    options = common(r)
    return {**options, "embedding_size": r.choice([options["hidden_size"], 6]), "position_embedding_type": positions(r)}


def albert(r):
    options = common(r)
    groups = r.randint(1, 2)
    return {**options, "embedding_size": r.randint(4, 9), "num_hidden_groups": groups,
            "num_hidden_layers": groups * r.randint(1, 3), "position_embedding_type": positions(r)}


def mpnet(r):
    options = common(r)
    del options["type_vocab_size"]
    return {**options, "pad_token_id": 1}


def distilbert(r):
    options = common(r)
    return dict(vocab_size=options["vocab_size"], dim=options["hidden_size"], n_layers=options["num_hidden_layers"],
                n_heads=options["num_attention_heads"], hidden_dim=options["intermediate_size"], activation=options["hidden_act"],
                max_position_embeddings=options["max_position_embeddings"], initializer_range=0.3,
                tie_word_embeddings=options["tie_word_embeddings"])


def deberta(r):
    options = common(r)
    options.update(relative_attention=r.random() < 0.8, pos_att_type=r.choice([["c2p"], ["p2c"], ["c2p", "p2c"], "p2c|c2p", []]),
                   type_vocab_size=r.choice([0, 2]), position_biased_input=r.random() < 0.5,
                   share_att_key=r.random() < 0.5, norm_rel_ebd=r.choice(["none", "layer_norm"]),
                   pooler_hidden_act=r.choice(["gelu", "tanh"]), position_buckets=r.choice([-1, 4, 6]))
    if r.random() < 0.3:
        options.update(conv_kernel_size=3, conv_act=r.choice(["gelu", "tanh"]))
    if not options["pos_att_type"]:
        options["relative_attention"] = False
    return options


def modernbert(r):
    options = common(r)
    head = r.choice([2, 4, 8])
    return dict(vocab_size=options["vocab_size"], hidden_size=head * options["num_attention_heads"],
                num_attention_heads=options["num_attention_heads"], intermediate_size=options["intermediate_size"],
                num_hidden_layers=r.randint(1, 4), hidden_activation=r.choice(["gelu", "silu", "gelu_new"]),
                norm_bias=r.random() < 0.5, attention_bias=r.random() < 0.5, mlp_bias=r.random() < 0.5,
                decoder_bias=r.random() < 0.5, classifier_bias=r.random() < 0.5, classifier_pooling=r.choice(["cls", "mean"]),
                classifier_activation=r.choice(["gelu", "relu"]), global_attn_every_n_layers=r.randint(1, 3),
                local_attention=r.choice([2, 4, 9]), global_rope_theta=r.choice([160000.0, 1000.0]), initializer_range=0.3,
                tie_word_embeddings=options["tie_word_embeddings"], pad_token_id=0, bos_token_id=1, eos_token_id=2,
                cls_token_id=1, sep_token_id=2, reference_compile=False)


def nomic(r):
    options = common(r)
    del options["max_position_embeddings"]
    heads = options["num_attention_heads"]
    options.update(hidden_size=heads * r.choice([2, 4, 8]), hidden_act=r.choice(["silu", "gelu", "gelu_new"]),
                   rope_parameters={"rope_theta": r.choice([1000.0, 10000.0]), "rope_type": "default"})
    if r.random() < 0.3:
        options["head_dim"] = r.choice([2, 4, 8])
    return options


def vit(r):
    options = common(r)
    keep = ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "hidden_act", "layer_norm_eps",
            "initializer_range")
    patch = r.choice([2, 3, 4])
    return {**{key: options[key] for key in keep}, "image_size": patch * r.randint(1, 4), "patch_size": patch,
            "num_channels": r.choice([1, 3]), "qkv_bias": r.random() < 0.5}


FAMILIES = {"bert": bert, "roberta": roberta, "xlm-roberta": roberta, "camembert": roberta, "distilbert": distilbert,
            "electra": electra, "mpnet": mpnet, "albert": albert, "deberta-v2": deberta, "modernbert": modernbert,
            "vit": vit, "deit": vit}
if transformers.__version__.startswith("5"):
    FAMILIES = {"nomic_bert": nomic}  # the others were made for transformers 4


def randomize(model):
    for name, parameter in model.named_parameters():
        norm = parameter.dim() == 1 and name.endswith("weight")
        parameter.data = 1 + 0.2 * torch.randn_like(parameter) if norm else 0.3 * torch.randn_like(parameter)


def text_inputs(r, config, generator):
    rows, length = r.randint(1, 3), r.randint(2, 20)
    pad = config.pad_token_id or 0
    ids = torch.randint(5, config.vocab_size, (rows, length), generator=generator)
    mask = torch.ones_like(ids)
    for row in range(1, rows):
        kept = r.randint(1, length)
        ids[row, kept:], mask[row, kept:] = pad, 0
    types = torch.randint(0, max(1, getattr(config, "type_vocab_size", 1)), ids.shape, generator=generator)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def image_inputs(r, config, generator):
    side = config.image_size
    return {"pixel_values": torch.randn(r.randint(1, 3), config.num_channels, side, side, generator=generator)}


def reference(model, inputs, takes):
    with torch.no_grad():
        answer = model(**{name: value for name, value in inputs.items() if name in takes})
    return {name: value.numpy() for name, value in answer.items() if isinstance(value, torch.Tensor)}


def run_ort(path, inputs):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = {port.name: inputs[port.name].numpy() for port in session.get_inputs()}
    return dict(zip([port.name for port in session.get_outputs()], session.run(None, feed))), set(feed)


def run_ov(path, inputs):
    model = openvino.Core().compile_model(str(path), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    answer = model({port.get_any_name(): inputs[port.get_any_name()].numpy() for port in model.inputs})
    return {port.get_any_name(): answer[port] for port in model.outputs}, {port.get_any_name() for port in model.inputs}


def export(penstock, folder, task, fused):
    target = folder / ("fused" if fused else "portable")
    command = [penstock, "export", str(folder), str(target), "--task", task] + (["--fused"] if fused else [])
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return (target / "model.onnx", "") if done.returncode == 0 else (None, done.stderr.strip())


def check(penstock, r, family, folder):
    """The largest difference, and the config's refusal instead where there is one."""
    options = FAMILIES[family](r)
    image = "image_size" in options
    config_class = transformers.CONFIG_MAPPING[family]
    task = r.choice([name for name, auto in (IMAGE_TASKS if image else TASKS).items() if config_class in auto._model_mapping])
    torch.manual_seed(r.randrange(2**31))
    config = transformers.AutoConfig.for_model(family, **options)
    config.num_labels = 2 if task == "question-answering" else r.randint(1, 4)
    config.architectures = ["DeiTForImageClassification"] if family == "deit" else None
    config._attn_implementation = "eager"
    auto = {**TASKS, **IMAGE_TASKS}[task]
    model = auto.from_config(config).eval()
    randomize(model)
    model.tie_weights()
    model.to(r.choice([torch.float32, torch.float32, torch.float16, torch.bfloat16]))
    model.save_pretrained(folder, safe_serialization=r.random() < 0.8)
    # As stored: .float() would leave what buffers lost in a narrow type.
    model = auto.from_pretrained(folder, torch_dtype=torch.float32, attn_implementation="eager").eval()
    generator = torch.Generator().manual_seed(r.randrange(2**31))
    inputs = (image_inputs if image else text_inputs)(r, config, generator)
    worst = 0.0
    for fused in (False, True):
        graph, refusal = export(penstock, folder, task, fused)
        if graph is None:
            return task, options, None, refusal
        for run in (run_ort,) if fused else (run_ort, run_ov):
            got, takes = run(graph, inputs)
            expected = reference(model, inputs, takes)
            for name, value in got.items():
                worst = max(worst, float(np.abs(value - expected[name]).max()))
    return task, options, worst, ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", nargs="*", default=list(FAMILIES))
    arguments = parser.parse_args()
    transformers.logging.set_verbosity_error()
    worst, failures = collections.defaultdict(float), 0
    for number in range(arguments.count):
        r = random.Random(f"{arguments.seed}-{number}")
        family = arguments.family[number % len(arguments.family)]
        with tempfile.TemporaryDirectory() as folder:
            try:
                task, options, difference, refusal = check(arguments.penstock, r, family, pathlib.Path(folder))
            except Exception as error:  # the reference itself cannot do it, or a runtime refuses the graph
                print(f"{number} {family}: {type(error).__name__}: {str(error)[:300]}")
                failures += 1
                continue
        if difference is None or difference > TOLERANCE:
            failures += 1
            print(f"{number} {family} {task}: {refusal or difference} {json.dumps(options)}")
        else:
            worst[family] = max(worst[family], difference)
    for family, difference in sorted(worst.items()):
        print(f"{family:12s} largest difference {difference:.2e}")
    print(f"{arguments.count - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
