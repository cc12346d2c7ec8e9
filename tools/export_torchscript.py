#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exports a transformers model as a TorchScript archive for the accelerator `ipex`.

    tools/export_torchscript.py MODEL OUTPUT --task text-classification [--dtype bfloat16] [--no-ipex]

MODEL is a folder (or an id, where transformers may fetch it). OUTPUT becomes a model folder: the archive
pytorch_model.bin, config.json with "torchscript": true, and the tokenizer or processor files of MODEL.

Needs torch and transformers, and without --no-ipex intel_extension_for_pytorch of torch's release: the model is
traced after ipex.optimize, which packs its weights for this kind of processor. --no-ipex traces the model as it is;
any torch from 1.13 on will do for that, and only float32. The archive is run again on inputs of another shape and
compared with the model before it is kept. What it holds besides the graph is described in docs/backends/ipex.md.
"""
import argparse
import inspect
import io
import json
import math
import pathlib
import shutil
import sys

import torch
import transformers

AUTO_CLASS = {
    "feature-extraction": "AutoModel",
    "sentence-similarity": "AutoModel",
    "fill-mask": "AutoModelForMaskedLM",
    "question-answering": "AutoModelForQuestionAnswering",
    "text-classification": "AutoModelForSequenceClassification",
    "text-ranking": "AutoModelForSequenceClassification",
    "zero-shot-classification": "AutoModelForSequenceClassification",
    "token-classification": "AutoModelForTokenClassification",
    "text-generation": "AutoModelForCausalLM",
    "image-classification": "AutoModelForImageClassification",
    "image-feature-extraction": "AutoModel",
    "audio-classification": "AutoModelForAudioClassification",
    "automatic-speech-recognition": "AutoModelForCTC",
}
COMPANIONS = ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json", "merges.txt", "spm.model",
              "spiece.model", "sentencepiece.bpe.model", "tokenizer.model", "added_tokens.json",
              "special_tokens_map.json", "preprocessor_config.json", "generation_config.json",
              "chat_template.jinja", "modules.json", "sentence_bert_config.json", "1_Pooling/config.json"]
TOLERANCE = 2e-4       # of a float32 archive against the model, largest difference
COSINE = 0.99          # of a bfloat16 archive against the float32 model
EXPECTED_NUMBERS = 64  # of each output, kept in the archive for the check when it is loaded
COLUMNS = 8            # tokens of the sample


def sample(name, shape, dtype):
    """The input that plugins/ipex/sample_inputs.cpp makes, too."""
    count = math.prod(shape)
    if dtype.is_floating_point:
        return torch.tensor([(i * 37 % 101 - 50) / 50 for i in range(count)], dtype=torch.float32).reshape(shape)
    if "mask" in name:
        numbers = [1] * count
    elif "token_type" in name:
        numbers = [0] * count
    elif "position" in name:
        numbers = [i % shape[-1] for i in range(count)]
    else:
        numbers = [1 + i % 5 for i in range(count)]
    return torch.tensor(numbers, dtype=torch.int64).reshape(shape)


def image_size(config):
    size = getattr(config, "image_size", 224)
    return list(size) if isinstance(size, (list, tuple)) else [size, size]


def input_shapes(model, folder):
    """{name: (shape, another shape, declared shape)} of the graph's inputs, by the model's main input."""
    takes = inspect.signature(model.forward).parameters
    main = model.main_input_name
    if main == "pixel_values":
        size = [getattr(model.config, "num_channels", 3), *image_size(model.config)]
        return {main: ([1, *size], [2, *size], [-1, *size])}
    if main == "input_values":
        return {main: ([1, 8000], [2, 9600], [-1, -1])}
    names = ["input_ids", "attention_mask"]
    tokenizer = folder / "tokenizer_config.json"
    wanted = json.loads(tokenizer.read_text()).get("model_input_names", []) if tokenizer.is_file() else []
    pairs = getattr(model.config, "type_vocab_size", 0) or 0
    if "token_type_ids" in takes and ("token_type_ids" in wanted or (not wanted and pairs > 1)):
        names.append("token_type_ids")
    return {name: ([1, COLUMNS], [2, COLUMNS + 5], [-1, -1]) for name in names if name in takes}


class WithPast(torch.nn.Module):
    """A causal model that takes and returns its memory as tuples, as optimum-intel 1.16 to 1.20 traced them."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.takes_positions = "position_ids" in inspect.signature(model.forward).parameters

    def forward(self, input_ids, attention_mask, past_key_values):
        columns, total = input_ids.shape[1], attention_mask.shape[1]
        places = torch.arange(total)
        causal = places[None, :] <= places[total - columns:][:, None]
        allowed = causal[None, None] & attention_mask[:, None, None, :].bool()
        mask = torch.where(allowed, 0.0, torch.finfo(torch.float32).min)
        positions = (attention_mask.cumsum(-1) - 1).clamp(min=0)[:, total - columns:]
        more = {"position_ids": positions} if self.takes_positions else {}
        cache = transformers.DynamicCache.from_legacy_cache(past_key_values)
        outputs = self.model(input_ids=input_ids, attention_mask=mask, past_key_values=cache, use_cache=True,
                             return_dict=True, **more)
        return outputs.logits, outputs.past_key_values.to_legacy_cache()


def past_shape(config):
    text = config.get_text_config()
    heads = getattr(text, "num_key_value_heads", None) or text.num_attention_heads
    width = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
    return heads, width


def make_inputs(model, shapes, which, with_past):
    inputs = {name: sample(name, shape[which], torch.float32 if name.endswith("values") else torch.int64)
              for name, shape in shapes.items()}
    if with_past:
        heads, width = past_shape(model.config)
        rows, before = inputs["input_ids"].shape[0], (2, 3)[which]
        layers = model.config.get_text_config().num_hidden_layers
        inputs["attention_mask"] = torch.ones(rows, inputs["input_ids"].shape[1] + before, dtype=torch.int64)
        inputs["past_key_values"] = tuple(
            tuple(sample("key", [rows, heads, before, width], torch.float32) for _ in range(2)) for _ in range(layers))
    return inputs


def flat(prefix, value):
    """[(name, tensor)] of what a model returns or takes, named as plugins/ipex/graph_ports.cpp does."""
    if isinstance(value, torch.Tensor):
        return [(prefix, value)]
    if isinstance(value, dict):
        return [pair for key, member in value.items() if member is not None for pair in flat(key, member)]
    pairs = []
    for i, member in enumerate(value):
        if isinstance(member, torch.Tensor):
            pairs.append((f"{prefix}.{i}", member))
        else:
            stem = "past_key_values" if prefix.startswith("past") else "present"
            ends = ["key", "value"] if len(member) == 2 else range(len(member))
            pairs += [(f"{stem}.{i}.{end}", tensor) for end, tensor in zip(ends, member)]
    return pairs


def flat_outputs(outputs, with_past):
    if with_past:
        return [("logits", outputs[0])] + flat("present", outputs[1])
    return flat("output", dict(outputs))


def trace(model, inputs, dtype, use_ipex):
    if use_ipex:
        import intel_extension_for_pytorch as ipex
        model = ipex.optimize(model, dtype=dtype, inplace=False)
    autocast = torch.autocast("cpu", dtype=torch.bfloat16, enabled=dtype == torch.bfloat16)
    with torch.no_grad(), autocast:
        traced = torch.jit.trace(model, example_kwarg_inputs=inputs, strict=False, check_trace=False)
        return torch.jit.freeze(traced.eval())


def ports(names, first, second):
    """Dimensions that differ between two runs are dynamic."""
    described = []
    for name, a, b in zip(names, first, second):
        shape = [x if x == y else -1 for x, y in zip(a.shape, b.shape)]
        described.append({"name": name, "dtype": str(a.dtype).removeprefix("torch."), "shape": shape})
    return described


def difference(expected, given):
    return max((a.float() - b.float()).abs().max().item() for a, b in zip(expected, given))


def cosine(expected, given):
    return min(torch.nn.functional.cosine_similarity(a.float().flatten(), b.float().flatten(), dim=0).item()
               for a, b in zip(expected, given))


def check(reference, archive, dtype):
    """Ends the program when the archive does not answer as the model does."""
    apart, alike = difference(reference, archive), cosine(reference, archive)
    print(f"against the model: largest difference {apart:.2e}, smallest cosine {alike:.6f}", file=sys.stderr)
    good = alike >= COSINE if dtype == torch.bfloat16 else apart <= TOLERANCE
    if not good:
        sys.exit("The archive does not answer as the model does; nothing was written.")


def describe(model, shapes, with_past, reference, outputs, dtype):
    pairs = [flat("", make_inputs(model, shapes, which, with_past)) for which in (0, 1)]
    inputs = ports([n for n, _ in pairs[0]], [t for _, t in pairs[0]], [t for _, t in pairs[1]])
    for port, (_, tensor) in zip(inputs, pairs[0]):
        port["sample"] = list(tensor.shape)
        if port["name"] in shapes:
            port["shape"] = shapes[port["name"]][2]
    return {"format": 1, "precision": str(dtype).removeprefix("torch."), "inputs": inputs,
            "outputs": ports(outputs["names"], outputs["first"], outputs["second"]),
            "expected": {n: t.float().flatten()[:EXPECTED_NUMBERS].tolist()
                         for n, t in zip(outputs["names"], reference) if not n.startswith("present")},
            "made_with": {"torch": torch.__version__, "transformers": transformers.__version__}}


def export(model, folder, with_past, dtype, use_ipex):
    """The archive and its note."""
    shapes = input_shapes(model, folder)
    runnable = (WithPast(model) if with_past else model).eval()
    inputs = [make_inputs(model, shapes, which, with_past) for which in (0, 1)]
    with torch.no_grad():
        reference = [flat_outputs(runnable(**given), with_past) for given in inputs]
    archive = trace(runnable, inputs[0], dtype, use_ipex)
    with torch.no_grad():
        for _ in range(2):  # the first runs optimise the graph
            archive(**inputs[0])
        answers = [flat_outputs(archive(**given), with_past) for given in inputs]
    tensors = [[tensor for _, tensor in given] for given in answers]
    expected = [[tensor for _, tensor in given] for given in reference]
    check(expected[0] + expected[1], tensors[0] + tensors[1], dtype)
    outputs = {"names": [n for n, _ in answers[0]], "first": tensors[0], "second": tensors[1]}
    return archive, describe(model, shapes, with_past, expected[0], outputs, dtype)


def save(archive, path, note=None):
    """Writes the archive without what only debuggers read: the places in Python's files that operators come from."""
    buffer = archive.save_to_buffer(_extra_files={"penstock.json": json.dumps(note)} if note else {})
    reader = torch._C.PyTorchFileReader(io.BytesIO(buffer))
    writer = torch._C.PyTorchFileWriter(str(path))
    for name in reader.get_all_records():
        if not name.endswith(".debug_pkl") and name not in ("version", ".data/serialization_id"):  # the writer's own
            data = reader.get_record(name)
            writer.write_record(name, data, len(data))
    writer.write_end_of_file()


def write(archive, note, source, output):
    output.mkdir(parents=True, exist_ok=True)
    save(archive, output / "pytorch_model.bin", note)
    config = json.loads((source / "config.json").read_text())
    (output / "config.json").write_text(json.dumps({**config, "torchscript": True}, indent=2) + "\n")
    for name in COMPANIONS:
        if (source / name).is_file():
            (output / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(source / name, output / name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--task", required=True, choices=sorted(AUTO_CLASS))
    parser.add_argument("--dtype", default="float32", choices=["float32", "bfloat16"])
    parser.add_argument("--no-ipex", action="store_true", help="trace the model as it is")
    parser.add_argument("--attention", default="eager", help="transformers' attn_implementation")
    given = parser.parse_args()
    dtype = getattr(torch, given.dtype)
    if given.no_ipex and dtype != torch.float32:
        parser.error("bfloat16 needs IPEX: a plain trace gives wrong numbers in it")
    if not (given.model / "config.json").is_file():
        parser.error(f"{given.model} is not a folder with a config.json")
    if given.model.resolve() == given.output.resolve():
        parser.error("write to another folder than the model's")
    model = getattr(transformers, AUTO_CLASS[given.task]).from_pretrained(
        given.model, torch_dtype=torch.float32, attn_implementation=given.attention).eval()
    archive, note = export(model, given.model, given.task == "text-generation", dtype, not given.no_ipex)
    write(archive, note, given.model, given.output)
    print(given.output / "pytorch_model.bin")


if __name__ == "__main__":
    main()
