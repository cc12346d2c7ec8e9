#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tiny decoders of every architecture that Optimum exports, each with a tokenizer, for generation_tasks_fuzz.py.

    generation_folders.py DIR ort|ort-plain|ov|ov-past [NAME ...]

DIR/NAME-LAYOUT are model folders with random weights; NAME: of ARCHITECTURES below, all without one. ort: a graph with a
cache; ort-plain: without; ov: an IR with a state; ov-past: with a cache outside. A folder that is there stays.
What Optimum cannot export is told and left out.
"""
import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile
import warnings

os.environ.update(TRANSFORMERS_VERBOSITY="critical", HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
warnings.filterwarnings("ignore")
ROOT = pathlib.Path(__file__).resolve().parents[2]
CHAT = ("{{- bos_token or '' }}{%- for message in messages %}{{- '[' + message['role'] + ']' + message['content'] | trim }}"
        "{{- eos_token }}{%- endfor %}{%- if add_generation_prompt %}{{- '[assistant]' }}{%- endif %}")

# Rotary decoders of Llama's kind, with three names for their sizes in the others.
LLAMA = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=48,
             max_position_embeddings=160, initializer_range=0.4)
WIDE = dict(LLAMA, head_dim=16)
FULL = dict(LLAMA, num_key_value_heads=4)  # where ORTModelForCausalLM counts num_attention_heads
MHA = {k: v for k, v in LLAMA.items() if k != "num_key_value_heads"}
GPT = dict(n_embd=32, n_layer=2, n_head=4, n_positions=160, initializer_range=0.4)
PAIR = dict(d_model=32, encoder_layers=1, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
            encoder_ffn_dim=40, decoder_ffn_dim=40, max_position_embeddings=160, init_std=0.4, is_decoder=True)
MOE = dict(num_experts=4, num_experts_per_tok=2, moe_intermediate_size=24)
LLAMA3_ROPE = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                   original_max_position_embeddings=16)
LONG = [1.0 + 0.5 * i for i in range(4)]
# name: (configuration class, sizes, tokenizer)
ARCHITECTURES = {
    "gpt2": ("GPT2Config", GPT, "gpt2"),
    "gpt2-wide-vocabulary": ("GPT2Config", dict(GPT, more_tokens=37, scale_attn_by_inverse_layer_idx=True), "gpt2"),
    "llama": ("LlamaConfig", LLAMA, "llama"),
    "llama3-rope": ("LlamaConfig", dict(LLAMA, rope_scaling=LLAMA3_ROPE, tie_word_embeddings=True), "chat"),
    "llama-linear-rope": ("LlamaConfig", dict(LLAMA, rope_scaling=dict(rope_type="linear", factor=2.0)), "llama"),
    "llama-dynamic-rope": ("LlamaConfig", dict(LLAMA, rope_scaling=dict(rope_type="dynamic", factor=2.0)), "llama"),
    "llama-yarn": ("LlamaConfig", dict(LLAMA, rope_scaling=dict(rope_type="yarn", factor=4.0,
                                                                original_max_position_embeddings=16)), "chat"),
    "mistral-window": ("MistralConfig", dict(LLAMA, sliding_window=8), "llama"),
    "mixtral": ("MixtralConfig", dict(LLAMA, num_local_experts=4), "llama"),
    "qwen2-window": ("Qwen2Config", dict(LLAMA, use_sliding_window=True, sliding_window=8, max_window_layers=1), "gpt2-chat"),
    "qwen2-moe": ("Qwen2MoeConfig", dict(LLAMA, **MOE, shared_expert_intermediate_size=24), "gpt2-chat"),
    "qwen3": ("Qwen3Config", dict(WIDE, head_dim=8), "gpt2-chat"),
    "qwen3-wide": ("Qwen3Config", WIDE, "gpt2-chat"),
    "qwen3-moe": ("Qwen3MoeConfig", dict(WIDE, head_dim=8, **MOE), "gpt2-chat"),
    "gemma": ("GemmaConfig", dict(WIDE, num_key_value_heads=1), "gemma"),
    "gemma2": ("Gemma2Config", dict(FULL, head_dim=8, sliding_window=8, query_pre_attn_scalar=16, final_logit_softcapping=30.0), "gemma"),
    "gemma3": ("Gemma3TextConfig", dict(WIDE, sliding_window=8, layer_types=["sliding_attention", "full_attention"]), "gemma"),
    "phi": ("PhiConfig", dict(MHA, partial_rotary_factor=0.5), "gpt2"),
    "phi3": ("Phi3Config", dict(FULL, sliding_window=16), "llama"),
    "phi3-longrope": ("Phi3Config", dict(FULL, original_max_position_embeddings=32, rope_scaling=dict(
        type="longrope", short_factor=[1.0] * 4, long_factor=LONG)), "llama"),
    "phimoe": ("PhimoeConfig", dict(LLAMA, num_local_experts=4), "llama"),
    "falcon": ("FalconConfig", dict(MHA, multi_query=True, parallel_attn=True), "gpt2"),
    "falcon-new": ("FalconConfig", dict(MHA, new_decoder_architecture=True, num_kv_heads=2), "gpt2"),
    "falcon-alibi": ("FalconConfig", dict(MHA, alibi=True, multi_query=False, parallel_attn=False), "gpt2"),
    "bloom": ("BloomConfig", dict(hidden_size=32, n_layer=2, n_head=4, initializer_range=0.4), "bloom"),
    "gptj": ("GPTJConfig", dict(GPT, rotary_dim=4), "gpt2"),
    "codegen": ("CodeGenConfig", dict(GPT, rotary_dim=4), "codegen"),
    "gpt-bigcode": ("GPTBigCodeConfig", dict(GPT, multi_query=True), "gpt2"),
    "gpt-bigcode-mha": ("GPTBigCodeConfig", dict(GPT, multi_query=False), "gpt2"),
    "gpt-neo": ("GPTNeoConfig", dict(hidden_size=32, num_layers=2, num_heads=4, max_position_embeddings=160, window_size=8,
                                     attention_types=[[["global", "local"], 1]], initializer_range=0.4), "gpt2"),
    "gpt-neox": ("GPTNeoXConfig", dict(MHA, rotary_pct=0.5), "neox"),
    "gpt-neox-japanese": ("GPTNeoXJapaneseConfig", dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
                                                        max_position_embeddings=160, initializer_range=0.4), "chat"),
    "starcoder2": ("Starcoder2Config", dict(LLAMA, sliding_window=8), "gpt2"),
    "stablelm": ("StableLmConfig", dict(LLAMA, partial_rotary_factor=0.5), "neox"),
    "cohere": ("CohereConfig", dict(LLAMA, logit_scale=0.5), "cohere"),
    "olmo": ("OlmoConfig", dict(FULL, clip_qkv=3.0), "neox"),
    "olmo2": ("Olmo2Config", FULL, "neox"),
    "granite": ("GraniteConfig", dict(LLAMA, embedding_multiplier=2.0, logits_scaling=0.5, residual_multiplier=0.7), "gpt2-chat"),
    "granitemoe": ("GraniteMoeConfig", dict(LLAMA, num_local_experts=4), "gpt2-chat"),
    "smollm3": ("SmolLM3Config", dict(LLAMA, no_rope_layer_interval=2), "gpt2-chat"),
    "mpt": ("MptConfig", dict(d_model=32, n_heads=4, n_layers=2, max_seq_len=160, expansion_ratio=2, initializer_range=0.4), "neox"),
    "xglm": ("XGLMConfig", dict(d_model=32, num_layers=2, attention_heads=4, ffn_dim=48, max_position_embeddings=160,
                                init_std=0.4), "unigram"),
    "biogpt": ("BioGptConfig", MHA, "chat"),
    "opt": ("OPTConfig", dict(MHA, ffn_dim=48, word_embed_proj_dim=32, init_std=0.4), "opt"),
    "opt-350m-like": ("OPTConfig", dict(MHA, ffn_dim=48, word_embed_proj_dim=16, do_layer_norm_before=False, init_std=0.4), "opt"),
    "persimmon": ("PersimmonConfig", dict(MHA, partial_rotary_factor=0.5), "unigram"),
    "arcee": ("ArceeConfig", LLAMA, "chat"),
    "helium": ("HeliumConfig", dict(WIDE, head_dim=8), "chat"),
    "glm": ("GlmConfig", dict(WIDE, head_dim=8, partial_rotary_factor=0.5), "chat"),
    "glm4": ("Glm4Config", dict(WIDE, head_dim=8, partial_rotary_factor=0.5), "chat"),
    "nemotron": ("NemotronConfig", dict(WIDE, head_dim=8, partial_rotary_factor=0.5), "chat"),
    "exaone4": ("Exaone4Config", dict(LLAMA, sliding_window=8, sliding_window_pattern=2), "chat"),
    "gpt-oss": ("GptOssConfig", dict(WIDE, num_local_experts=4, num_experts_per_tok=2, sliding_window=8, head_dim=8), "chat"),
    "deepseek-v3": ("DeepseekV3Config", dict(LLAMA, num_key_value_heads=4, q_lora_rank=16, kv_lora_rank=16, qk_rope_head_dim=4,
                                             v_head_dim=8, qk_nope_head_dim=8, n_routed_experts=4, n_group=1, topk_group=1,
                                             num_experts_per_tok=2, moe_intermediate_size=24, first_k_dense_replace=1), "chat"),
    "bart-decoder": ("BartConfig", PAIR, "opt"),
    "mbart-decoder": ("MBartConfig", PAIR, "unigram"),
    "pegasus-decoder": ("PegasusConfig", PAIR, "unigram"),
    "blenderbot-decoder": ("BlenderbotConfig", PAIR, "opt"),
    "mamba": ("MambaConfig", dict(hidden_size=32, num_hidden_layers=2, state_size=4, initializer_range=0.4), "neox"),
    "falcon-mamba": ("FalconMambaConfig", dict(hidden_size=32, num_hidden_layers=2, state_size=4, initializer_range=0.4), "neox"),
    "lfm2": ("Lfm2Config", dict(LLAMA, layer_types=["conv", "full_attention"]), "chat")}
CAUSAL = {"PegasusConfig": "PegasusForCausalLM", "BlenderbotConfig": "BlenderbotForCausalLM"}


def corpus():
    lines = [line for path in sorted((ROOT / "docs").glob("*.md")) for line in path.read_text(encoding="utf-8").splitlines()]
    return lines + ["naïve café 你好 日本 ДОМ don't it's a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9"] * 4


def byte_level(specials, size=360, prefix_space=False):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix_space)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(corpus(), trainers.BpeTrainer(
        vocab_size=size, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    return tokenizer


def metaspace(specials, prepend):
    """A BPE with byte fallback, as SentencePiece models of Llama (prepend) and Gemma are converted."""
    from tokenizers import Tokenizer, decoders, models, normalizers, processors, trainers

    trained = Tokenizer(models.BPE())
    steps = ([normalizers.Prepend("▁")] if prepend else []) + [normalizers.Replace(" ", "▁")]
    trained.normalizer = normalizers.Sequence(steps)
    bytes_ = [f"<0x{b:02X}>" for b in range(256)]
    trained.train_from_iterator(corpus(), trainers.BpeTrainer(
        vocab_size=len(specials) + 256 + 160, special_tokens=specials + bytes_, limit_alphabet=90, max_token_length=6,
        show_progress=False))
    model = json.loads(trained.to_str())["model"]
    merges = [tuple(pair) for pair in model["merges"]]
    tokenizer = Tokenizer(models.BPE(vocab=model["vocab"], merges=merges, byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    tokenizer.normalizer = trained.normalizer
    ends = [decoders.Strip(" ", 1, 0)] if prepend else []
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), *ends])
    bos = "<s>" if "<s>" in specials else "<bos>"
    tokenizer.post_processor = processors.TemplateProcessing(f"{bos} $A", f"{bos} $A {bos} $B", [(bos, specials.index(bos))])
    return tokenizer


def unigram(specials):
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(corpus(), trainers.UnigramTrainer(vocab_size=340, special_tokens=specials, unk_token="<unk>",
                                                                    show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing("</s> $A", "</s> $A </s> $B", [("</s>", specials.index("</s>"))])
    return tokenizer


def make_tokenizer(kind):
    import transformers

    end = dict(bos_token="<|endoftext|>", eos_token="<|endoftext|>", unk_token="<|endoftext|>")
    if kind in ("gpt2", "codegen", "gpt2-chat"):
        name = {"gpt2": "GPT2TokenizerFast", "codegen": "CodeGenTokenizerFast", "gpt2-chat": "Qwen2TokenizerFast"}[kind]
        roles = end if kind != "gpt2-chat" else dict(eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=CHAT)
        made = byte_level(["<|endoftext|>", "<|im_end|>"] if kind == "gpt2-chat" else ["<|endoftext|>"])
    elif kind == "neox":
        name, roles, made = "GPTNeoXTokenizerFast", dict(end, pad_token="<|padding|>"), byte_level(["<|padding|>", "<|endoftext|>"])
    elif kind == "bloom":
        name, roles = "BloomTokenizerFast", dict(unk_token="<unk>", bos_token="<s>", eos_token="</s>", pad_token="<pad>")
        made = byte_level(["<unk>", "<s>", "</s>", "<pad>"])
    elif kind == "opt":
        from tokenizers import processors
        name, roles = "GPT2TokenizerFast", dict(unk_token="</s>", bos_token="</s>", eos_token="</s>", pad_token="<pad>")
        made = byte_level(["<s>", "<pad>", "</s>", "<unk>"])
        made.post_processor = processors.TemplateProcessing("</s> $A", "</s> $A $B", [("</s>", 2)])
    elif kind == "cohere":
        name, made = "CohereTokenizerFast", byte_level(["<PAD>", "<UNK>", "<CLS>", "<BOS_TOKEN>", "<EOS_TOKEN>"])
        roles = dict(pad_token="<PAD>", unk_token="<UNK>", bos_token="<BOS_TOKEN>", eos_token="<EOS_TOKEN>", add_bos_token=True,
                     chat_template=CHAT)
    elif kind == "llama":
        name, roles = "LlamaTokenizerFast", dict(unk_token="<unk>", bos_token="<s>", eos_token="</s>", chat_template=CHAT)
        made = metaspace(["<unk>", "<s>", "</s>"], True)
    elif kind == "gemma":
        name, made = "GemmaTokenizerFast", metaspace(["<pad>", "<eos>", "<bos>", "<unk>"], False)
        roles = dict(unk_token="<unk>", bos_token="<bos>", eos_token="<eos>", pad_token="<pad>", chat_template=CHAT)
    elif kind == "unigram":
        name, made = "XGLMTokenizerFast", unigram(["<s>", "<pad>", "</s>", "<unk>"])
        roles = dict(unk_token="<unk>", bos_token="<s>", eos_token="</s>", pad_token="<pad>")
    else:
        name, made = "PreTrainedTokenizerFast", byte_level(["<|begin|>", "<|end|>", "<|pad|>"])
        roles = dict(bos_token="<|begin|>", eos_token="<|end|>", pad_token="<|pad|>", chat_template=CHAT,
                     clean_up_tokenization_spaces=True)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "tokenizer.json")
        made.save(path)
        cls = getattr(transformers, name)
        return cls(tokenizer_file=path, model_max_length=64, **roles)


def make_checkpoint(name, folder):
    import torch
    import transformers

    config_class, sizes, kind = ARCHITECTURES[name]
    tokenizer = make_tokenizer(kind)
    sizes = dict(sizes)
    ids = dict(vocab_size=len(tokenizer) + sizes.pop("more_tokens", 0), bos_token_id=tokenizer.bos_token_id,
               eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id)
    if config_class == "XGLMConfig" or "ForCausalLM" in CAUSAL.get(config_class, "") or config_class.endswith("BartConfig"):
        ids["decoder_start_token_id"] = tokenizer.eos_token_id
    torch.manual_seed(sum(map(ord, name)))
    config = getattr(transformers, config_class)(**sizes, **ids)
    model = transformers.AutoModelForCausalLM.from_config(config).eval()
    with torch.no_grad():
        for parameter_name, parameter in model.named_parameters():  # those that begin as zeros and ones
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter) * 0.2)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def export(made, folder, layout):
    if layout.startswith("ort"):
        from optimum.exporters.onnx import main_export

        main_export(made, folder, task="text-generation" + ("-with-past" if layout == "ort" else ""), device="cpu",
                    do_validation=False, library_name="transformers")
    else:
        from optimum.exporters.openvino import main_export

        main_export(made, folder, task="text-generation-with-past", convert_tokenizer=False, library_name="transformers",
                    stateful=layout == "ov")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("layout", choices=["ort", "ort-plain", "ov", "ov-past"])
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    for name in arguments.names or ARCHITECTURES:
        target = arguments.folder / f"{name}-{arguments.layout}"
        if target.exists():
            continue
        with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as exported:
            try:
                make_checkpoint(name, made)
                export(made, exported, arguments.layout)
            except Exception as error:
                print(f"{name} {arguments.layout}: {type(error).__name__}: {str(error).splitlines()[0][:200]}", flush=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(exported, target)
            print(f"{name} {arguments.layout}: made", flush=True)


if __name__ == "__main__":
    sys.exit(main())
