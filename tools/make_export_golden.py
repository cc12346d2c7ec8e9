#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tiny random checkpoints and what transformers computes from them, for tests/export.

    tools/make_export_golden.py [NAME ...]      writes tests/data/export/NAME

A folder holds config.json, the weights of the base model and of every head in one file, and
expected.safetensors: the inputs and each head's outputs, named HEAD.OUTPUT. Heads with a shape of
their own would not fit one config, so three labels serve all but question answering.
"""
import copy
import json
import pathlib
import shutil
import sys

import torch
import transformers
from safetensors.torch import save_file

DATA = pathlib.Path(__file__).resolve().parents[1] / "tests/data/export"
COMMON = dict(vocab_size=40, hidden_size=12, num_hidden_layers=1, num_attention_heads=2, intermediate_size=20,
              max_position_embeddings=24, type_vocab_size=2, num_labels=3)
DISTILBERT = dict(vocab_size=40, dim=12, n_layers=1, n_heads=2, hidden_dim=20, max_position_embeddings=24, num_labels=3)
MODERNBERT = {key: COMMON[key] for key in ("vocab_size", "hidden_size", "num_attention_heads", "intermediate_size")}
MODERNBERT.update(pad_token_id=0, bos_token_id=1, eos_token_id=2, cls_token_id=1, sep_token_id=2, norm_bias=True, classifier_pooling="mean")
VIT = {key: COMMON[key] for key in ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "num_labels")}
VIT.update(image_size=8, patch_size=4)
DEBERTA = {**COMMON, "type_vocab_size": 0, "relative_attention": True, "pos_att_type": ["p2c", "c2p"], "position_biased_input": False}
ROBERTA = {**COMMON, "type_vocab_size": 1, "pad_token_id": 1, "layer_norm_eps": 1e-5}
NOMIC = {**COMMON, "hidden_size": 16, "intermediate_size": 256, "rope_parameters": {"rope_theta": 100.0, "rope_type": "default"}, "tie_word_embeddings": False}
# Classes that only transformers 5 has: names given to it alone.
NEW_MODEL_TYPES = ("nomic_bert",)
TEXT_HEADS = {
    "masked_lm": transformers.AutoModelForMaskedLM,
    "sequence": transformers.AutoModelForSequenceClassification,
    "token": transformers.AutoModelForTokenClassification,
    "question_answering": transformers.AutoModelForQuestionAnswering,
}
VISION_HEADS = {"image": transformers.AutoModelForImageClassification}
# name: (model_type, config, changes to the stored tensors)
CHECKPOINTS = {
    "albert": ("albert", {**COMMON, "embedding_size": 8, "num_hidden_layers": 4, "num_hidden_groups": 2, "inner_group_num": 2}, {}),
    "bert": ("bert", {**COMMON, "num_hidden_layers": 2}, {}),
    "bert-bf16": ("bert", {**COMMON, "hidden_act": "gelu_new"}, {"dtype": torch.bfloat16}),
    "bert-f16": ("bert", {**COMMON, "hidden_act": "relu"}, {"dtype": torch.float16}),
    "bert-old-names": ("bert", {**COMMON}, {"torch_zip": True, "rename": [("LayerNorm.weight", "LayerNorm.gamma"), ("LayerNorm.bias", "LayerNorm.beta")]}),
    "bert-untied": ("bert", {**COMMON, "tie_word_embeddings": False}, {"torch_zip": False}),
    "deberta-v2": ("deberta-v2", {**DEBERTA, "conv_kernel_size": 3, "conv_act": "gelu", "position_biased_input": True, "type_vocab_size": 2}, {}),
    "deberta-v3": ("deberta-v2", {**DEBERTA, "share_att_key": True, "position_buckets": 4, "norm_rel_ebd": "layer_norm", "legacy": False, "tie_word_embeddings": False, "num_hidden_layers": 2}, {}),
    "distilbert": ("distilbert", DISTILBERT, {}),
    "electra": ("electra", {**COMMON, "embedding_size": 8}, {}),
    "modernbert": ("modernbert", {**MODERNBERT, "num_labels": 2, "num_hidden_layers": 2, "global_attn_every_n_layers": 2, "local_attention": 4}, {}),
    "mpnet": ("mpnet", {k: v for k, v in ROBERTA.items() if k != "type_vocab_size"}, {}),
    "nomic-bert": ("nomic_bert", NOMIC, {}),
    "nomic-bert-original": ("nomic_bert", {**NOMIC, "tie_word_embeddings": True}, {"original_nomic": True}),
    "roberta": ("roberta", ROBERTA, {}),
    "deit": ("deit", {**VIT, "architectures": ["DeiTForImageClassification"]}, {}),
    "vit": ("vit", {**VIT, "qkv_bias": False, "hidden_act": "gelu_fast"}, {}),
    "xlm-roberta": ("xlm-roberta", {**ROBERTA}, {}),
}


def randomize(model):
    """Weights large enough for every part of the graph to show in the answer."""
    for name, parameter in model.named_parameters():
        is_norm = parameter.dim() == 1 and name.endswith("weight")
        parameter.data = 1 + 0.2 * torch.randn_like(parameter) if is_norm else 0.3 * torch.randn_like(parameter)


def heads_of(config):
    """One model for each head, all with the same weights where they share a name; and those weights."""
    models, merged = {}, {}
    for head, auto in (VISION_HEADS if hasattr(config, "image_size") else TEXT_HEADS).items():
        if type(config) not in auto._model_mapping:
            continue
        own = copy.deepcopy(config)
        if head == "question_answering":
            own.num_labels = 2
        models[head] = auto.from_config(own).eval()
        randomize(models[head])
        models[head].tie_weights()
        for name, tensor in models[head].state_dict().items():
            merged.setdefault(name, tensor.clone())
    return models, merged


def text_inputs(config):
    """Two rows, the second padded; ids above the special ones."""
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(5, config.vocab_size, (2, 9), generator=generator)
    mask = torch.ones_like(ids)
    types = torch.zeros_like(ids)
    ids[1, 6:] = config.pad_token_id
    mask[1, 6:] = 0
    if getattr(config, "type_vocab_size", 0) > 1:
        types[:, 4:] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def image_inputs(config):
    generator = torch.Generator().manual_seed(3)
    return {"pixel_values": torch.randn(2, config.num_channels, config.image_size, config.image_size, generator=generator)}


def outputs_of(head, answer):
    if head == "question_answering":
        return {"start_logits": answer.start_logits, "end_logits": answer.end_logits}
    return {"logits": answer.logits}


def forward(model, inputs):
    import inspect
    takes = inspect.signature(model.forward).parameters
    with torch.no_grad():
        return model(**{name: value for name, value in inputs.items() if name in takes})


def make(name):
    model_type, options, changes = CHECKPOINTS[name]
    torch.manual_seed(7)
    config = transformers.AutoConfig.for_model(model_type, **options)
    config._attn_implementation = "eager"
    models, merged = heads_of(config)
    for bias in ORIGINAL_NOMIC_UNBIASED if "original_nomic" in changes else ():
        merged[bias].zero_()
    dtype = changes.get("dtype", torch.float32)
    merged = {key: value.to(dtype) if value.is_floating_point() else value for key, value in merged.items()}
    inputs = image_inputs(config) if hasattr(config, "image_size") else text_inputs(config)
    expected = dict(inputs)
    for head, model in models.items():
        state = {key: value.float() for key, value in merged.items() if key in model.state_dict()}
        model.load_state_dict(state, strict=True)
        model.tie_weights()
        for output, value in outputs_of(head, forward(model, inputs)).items():
            expected[f"{head}.{output}"] = value
    first = next(iter(models.values()))
    expected["base.last_hidden_state"] = forward(first.base_model, inputs).last_hidden_state
    write(DATA / name, config, merged, expected, first, changes)


# Of the head there only with biases in the layers.
ORIGINAL_NOMIC_UNBIASED = ("cls.predictions.transform.dense.bias", "cls.predictions.bias", "cls.predictions.decoder.bias")


def original_nomic_weights(weights):
    """As the repositories' own code names them: what transformers' conversion_mapping renames on loading."""
    layer = {"self_attn.o_proj": "attn.out_proj", "up_proj": "fc11", "gate_proj": "fc12", "down_proj": "fc2",
             "post_attention_layernorm": "norm1", "post_mlp_layernorm": "norm2", "nomic_bert.layers": "bert.encoder.layers",
             "embeddings.LayerNorm": "emb_ln", "nomic_bert.": "bert."}
    renamed = {}
    for name, tensor in weights.items():
        if "k_proj" in name or "v_proj" in name:
            continue
        if "q_proj" in name:
            tensor = torch.cat([weights[name.replace("q_proj", f"{part}_proj")] for part in "qkv"])
            name = name.replace("self_attn.q_proj", "attn.Wqkv")
        for new, old in layer.items():
            name = name.replace(new, old)
        renamed[name] = tensor
    return {name: tensor for name, tensor in renamed.items() if name not in ORIGINAL_NOMIC_UNBIASED}


def original_nomic_config(config):
    return {"model_type": "nomic_bert", "activation_function": "swiglu", "n_embd": config.hidden_size, "n_head": config.num_attention_heads,
            "n_inner": config.intermediate_size, "n_layer": config.num_hidden_layers, "n_positions": 0, "vocab_size": config.vocab_size,
            "pad_vocab_size_multiple": 8, "layer_norm_epsilon": config.layer_norm_eps, "type_vocab_size": config.type_vocab_size,
            "qkv_proj_bias": False, "mlp_fc1_bias": False, "mlp_fc2_bias": False, "prenorm": False, "causal": False,
            "rotary_emb_base": config.rope_parameters["rope_theta"], "rotary_emb_fraction": 1.0, "rotary_emb_interleaved": False,
            "rotary_emb_scale_base": None, "rotary_scaling_factor": None, "use_flash_attn": True, "fused_bias_fc": True,
            "num_labels": config.num_labels}


def write(folder, config, weights, expected, with_ties, changes):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tied = set(with_ties._tied_weights_keys or []) if config.tie_word_embeddings else set()
    if "original_nomic" in changes:
        weights = original_nomic_weights(weights)
    kept = {}
    for name, tensor in weights.items():
        if name in tied:
            continue
        for old, new in changes.get("rename", []):
            name = name.replace(old, new)
        kept[name] = tensor.contiguous()
    if "torch_zip" in changes:
        torch.save(kept, folder / "pytorch_model.bin", _use_new_zipfile_serialization=changes["torch_zip"])
    else:
        save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    save_file({name: value.contiguous() for name, value in expected.items()}, folder / "expected.safetensors")
    members = original_nomic_config(config) if "original_nomic" in changes else config.to_dict()
    members["architectures"] = [type(with_ties).__name__]
    (folder / "config.json").write_text(json.dumps(members, sort_keys=True) + "\n")


def main():
    new = transformers.__version__.startswith("5")
    for name in sys.argv[1:] or [name for name, row in CHECKPOINTS.items() if (row[0] in NEW_MODEL_TYPES) == new]:
        make(name)
        print(name, sum(file.stat().st_size for file in (DATA / name).iterdir()))
    versions = {package.__name__: package.__version__ for package in (torch, transformers)}
    file = DATA / ("versions-5.json" if new else "versions.json")
    file.write_text(json.dumps(versions, indent=1) + "\n")


if __name__ == "__main__":
    main()
