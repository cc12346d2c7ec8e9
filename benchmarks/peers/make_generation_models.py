#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Models of published sizes with random weights, as ONNX, IR and, where CTranslate2 reads them, in its format.

    make_generation_models.py FOLDER [NAME ...]

NAME: gpt2 (124M), qwen2 (0.5B), t5-small, marian. FOLDER/NAME holds config.json, the ONNX graphs of Optimum's exporter,
the IR of optimum-intel's in float32 and checkpoint/ with the weights; for decoders genai_config.json, with which
onnxruntime-genai runs the same graphs, and a tokenizer of single bytes, since openvino-genai opens none without; where
CTranslate2 is installed, ct2/ in its format. NAME-f16, NAME-bf16: the checkpoint in that type, as most are published, and
only its IR, to which optimum-intel hands the type on; NAME-int8: the same with the weights in eight bits, which is its
choice above a billion of them. Needs transformers, optimum-onnx, optimum-intel; for int8, nncf.
"""
import json
import pathlib
import shutil
import sys

sys.path.pop(0)  # this folder has a tokenizers.py

SIZES = {
    "gpt2": ("GPT2Config", {}),
    "qwen2": ("Qwen2Config", dict(hidden_size=896, intermediate_size=4864, num_hidden_layers=24, num_attention_heads=14,
                                  num_key_value_heads=2, vocab_size=151936, tie_word_embeddings=True,
                                  max_position_embeddings=32768, bos_token_id=151643, eos_token_id=151645)),
    "t5-small": ("T5Config", dict(decoder_start_token_id=0)),
    "marian": ("MarianConfig", dict(d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8,
                                    decoder_attention_heads=8, encoder_ffn_dim=2048, decoder_ffn_dim=2048,
                                    max_position_embeddings=512, vocab_size=58101, pad_token_id=58100, eos_token_id=0,
                                    decoder_start_token_id=58100, activation_function="swish", scale_embedding=True))}
WEIGHTS = {"f16": "float16", "bf16": "bfloat16", "int8": "float32"}


def make(name, folder):
    import torch
    import transformers
    from optimum.exporters.onnx import main_export as to_onnx
    from optimum.exporters.openvino import main_export as to_ir

    name, _, weights = name.rpartition("-") if name.rpartition("-")[2] in WEIGHTS else (name, "", "")
    kind, sizes = SIZES[name]
    torch.manual_seed(1)
    config = getattr(transformers, kind)(**sizes)
    two = config.is_encoder_decoder
    auto = transformers.AutoModelForSeq2SeqLM if two else transformers.AutoModelForCausalLM
    task = ("text2text-generation" if two else "text-generation") + "-with-past"
    shutil.rmtree(folder, ignore_errors=True)
    made = folder / "checkpoint"
    auto.from_config(config).eval().to(getattr(torch, WEIGHTS.get(weights, "float32"))).save_pretrained(made)
    to_ir(str(made), str(folder), task=task, convert_tokenizer=False, library_name="transformers",
          stateful=name != "t5-small")  # its graph has tensors without names, which the exporter stumbles over
    if weights == "int8":
        to_eight_bits(folder)
    if not two:
        to_genai_tokenizer(folder)
    if not weights:
        to_onnx(str(made), str(folder), task=task, device="cpu", do_validation=False, library_name="transformers")
        if not two:
            to_ort_genai(config, folder / "genai_config.json")
        to_ctranslate2(config, made, folder / "ct2")
    print(folder.name, sum(path.stat().st_size for path in folder.rglob("*")) >> 20, "MiB", flush=True)


def to_eight_bits(folder):
    import nncf
    import openvino

    for graph in folder.glob("openvino_*model.xml"):
        made = nncf.compress_weights(openvino.Core().read_model(graph), mode=nncf.CompressWeightsMode.INT8_ASYM)
        openvino.save_model(made, folder / "new.xml", compress_to_fp16=False)
        for suffix in (".xml", ".bin"):
            (folder / "new").with_suffix(suffix).rename(graph.with_suffix(suffix))


def to_ort_genai(config, target):
    """The names of Optimum's graphs. They join past and present, so that the two cannot share a buffer. The type gpt2 would
    be a graph with keys and values in one tensor; llama is any with position_ids."""
    heads = config.num_attention_heads
    decoder = {"session_options": {"intra_op_num_threads": 2}, "filename": "model.onnx", "hidden_size": config.hidden_size,
               "head_size": config.hidden_size // heads, "num_attention_heads": heads,
               "num_key_value_heads": getattr(config, "num_key_value_heads", heads),
               "num_hidden_layers": config.num_hidden_layers,
               "inputs": {"input_ids": "input_ids", "attention_mask": "attention_mask", "position_ids": "position_ids",
                          "past_key_names": "past_key_values.%d.key", "past_value_names": "past_key_values.%d.value"},
               "outputs": {"logits": "logits", "present_key_names": "present.%d.key",
                           "present_value_names": "present.%d.value"}}
    model = {"type": "llama" if config.model_type == "gpt2" else config.model_type, "vocab_size": config.vocab_size, "context_length": config.max_position_embeddings,
             "bos_token_id": config.bos_token_id, "eos_token_id": config.eos_token_id, "pad_token_id": config.eos_token_id,
             "decoder": decoder}
    search = {"max_length": config.max_position_embeddings, "past_present_share_buffer": False}
    target.write_text(json.dumps({"model": model, "search": search}, indent=1) + "\n")


def to_genai_tokenizer(folder):
    try:
        import openvino
        from openvino_tokenizers import convert_tokenizer
    except ImportError:
        return
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE({text: i for i, text in enumerate(letters + ["th", "<end>"])}, [("t", "h")]))
    made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    both = convert_tokenizer(PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<end>"), with_detokenizer=True)
    for model, name in zip(both, ("tokenizer", "detokenizer")):
        openvino.save_model(model, folder / f"openvino_{name}.xml")


def to_ctranslate2(config, made, target):
    """With a vocabulary of invented words, t0, t1, ..., which the converter asks for."""
    try:
        import ctranslate2
    except ImportError:
        return
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    words = [f"t{i}" for i in range(config.vocab_size)]
    if config.model_type == "marian":
        words[-1] = "<pad>"  # the converter drops it
    special = {key: words[value] for key, value in (("bos_token", config.bos_token_id), ("eos_token", config.eos_token_id),
                                                    ("pad_token", config.pad_token_id)) if value is not None}
    vocabulary = models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="t3")
    PreTrainedTokenizerFast(tokenizer_object=Tokenizer(vocabulary), unk_token="t3", **special).save_pretrained(made)
    ctranslate2.converters.TransformersConverter(str(made)).convert(str(target), quantization="float32", force=True)


if __name__ == "__main__":
    for wanted in sys.argv[2:] or list(SIZES):
        make(wanted, pathlib.Path(sys.argv[1]) / wanted)
