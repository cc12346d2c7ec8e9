#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tiny encoder-decoders of every architecture that Optimum exports, each with a tokenizer, for generation_tasks_fuzz.py.

    seq2seq_folders.py DIR ort|ort-split|ort-plain|ov|ov-past|ov-plain [NAME ...]

DIR/NAME-LAYOUT are model folders with random weights; NAME: of ARCHITECTURES below, all without one. ort: a merged decoder;
ort-split: a decoder with a cache beside one without; ort-plain: without a cache; ov: an IR with a state; ov-past: with a cache
outside; ov-plain: without a cache. A folder that is there stays. What Optimum cannot export is told and left out.
"""
import argparse
import io
import json
import os
import pathlib
import shutil
import sys
import tempfile
import warnings

os.environ.update(TRANSFORMERS_VERBOSITY="critical", HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
warnings.filterwarnings("ignore")
from generation_folders import byte_level, corpus  # noqa: E402

T5 = dict(d_model=32, d_kv=8, d_ff=48, num_layers=2, num_decoder_layers=2, num_heads=4, relative_attention_num_buckets=8,
          relative_attention_max_distance=20)
PAIR = dict(d_model=32, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
            encoder_ffn_dim=40, decoder_ffn_dim=40, max_position_embeddings=96, init_std=0.4)
SUMMARY = dict(no_repeat_ngram_size=3, num_beams=4, length_penalty=2.0, early_stopping=True, forced_bos_token_id=0,
               max_length=40, min_length=6)
PREFIXES = {"summarization": dict(early_stopping=True, length_penalty=2.0, max_length=30, min_length=4, no_repeat_ngram_size=3,
                                  num_beams=4, prefix="summarize: "),
            "translation_en_to_de": dict(early_stopping=True, max_length=30, num_beams=4, prefix="translate English to German: "),
            "translation_en_to_fr": dict(max_length=24, num_beams=2, prefix="translate English to French: ")}
# name: (configuration class, sizes, tokenizer)
ARCHITECTURES = {
    "t5": ("T5Config", dict(T5, task_specific_params=PREFIXES), "t5"),
    "t5-uneven": ("T5Config", dict(T5, num_layers=1, num_decoder_layers=3, task_specific_params=PREFIXES), "t5"),
    "t5-v1.1": ("T5Config", dict(T5, feed_forward_proj="gated-gelu", tie_word_embeddings=False), "t5"),
    "t5-bytes": ("T5Config", dict(T5, tie_word_embeddings=False), "byt5"),
    "mt5": ("MT5Config", T5, "t5"),
    "mt5-wide": ("MT5Config", dict(T5, d_kv=16), "t5"),  # as mt5-small; ONNX Runtime's class of Optimum refuses its cache
    "longt5-local": ("LongT5Config", dict(T5, local_radius=4), "t5"),
    "longt5-global": ("LongT5Config", dict(T5, encoder_attention_type="transient-global", local_radius=4, global_block_size=4), "t5"),
    "bart": ("BartConfig", PAIR, "bart"),
    "bart-cnn": ("BartConfig", dict(PAIR, task_specific_params={"summarization": SUMMARY}), "bart"),
    "bart-uneven": ("BartConfig", dict(PAIR, encoder_layers=1, decoder_layers=3, normalize_embedding=False, scale_embedding=True), "bart"),
    "mbart": ("MBartConfig", dict(PAIR, scale_embedding=True), "mbart"),
    "mbart50": ("MBartConfig", PAIR, "mbart50"),
    "nllb": ("M2M100Config", dict(PAIR, scale_embedding=True), "nllb"),
    "m2m100": ("M2M100Config", PAIR, "m2m100"),
    "marian": ("MarianConfig", PAIR, "marian"),
    "marian-swish": ("MarianConfig", dict(PAIR, decoder_layers=1, activation_function="swish", scale_embedding=True,
                                          share_encoder_decoder_embeddings=True), "marian"),
    "pegasus": ("PegasusConfig", dict(PAIR, scale_embedding=True), "pegasus"),
    "bigbird-pegasus": ("BigBirdPegasusConfig", dict(PAIR, attention_type="original_full"), "pegasus"),
    "bigbird-pegasus-sparse": ("BigBirdPegasusConfig", dict(PAIR, attention_type="block_sparse", block_size=4, num_random_blocks=1), "pegasus"),
    "blenderbot": ("BlenderbotConfig", PAIR, "blenderbot"),
    "blenderbot-small": ("BlenderbotSmallConfig", PAIR, "blenderbot"),
    "bert2bert": ("EncoderDecoderConfig", {}, "bert"),
    "bert2gpt2": ("EncoderDecoderConfig", {}, "bert")}


def pieces(folder, size, **options):
    """A SentencePiece model and its tokens."""
    import sentencepiece

    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus()), model_writer=out, model_type="unigram", vocab_size=size, hard_vocab_limit=False,
        character_coverage=0.995, minloglevel=2, **options)
    path = os.path.join(folder, "spiece.model")
    pathlib.Path(path).write_bytes(out.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())
    return path, [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def numbered(folder, tokens):
    path = os.path.join(folder, "vocab.json")
    pathlib.Path(path).write_text(json.dumps({token: i for i, token in enumerate(dict.fromkeys(tokens))}), encoding="utf-8")
    return path


def slow_sentencepiece(kind, folder):
    import transformers

    if kind == "marian":
        path, tokens = pieces(folder, 320)
        vocabulary = numbered(folder, ["</s>", "<unk>", *(t for t in tokens if t not in ("<s>", "</s>", "<unk>")), "<pad>"])
        return transformers.MarianTokenizer(source_spm=path, target_spm=path, vocab=vocabulary, model_max_length=64)
    path, tokens = pieces(folder, 320)
    vocabulary = numbered(folder, ["<s>", "<pad>", "</s>", "<unk>", *tokens])
    return transformers.M2M100Tokenizer(vocab_file=vocabulary, spm_file=path, src_lang="en", tgt_lang="fr", model_max_length=64)


def word_pieces(folder):
    import transformers
    from tokenizers import BertWordPieceTokenizer

    trained = BertWordPieceTokenizer(lowercase=True)
    trained.train_from_iterator(corpus(), vocab_size=340, show_progress=False)
    path = os.path.join(folder, "tokenizer.json")
    trained.save(path)
    return transformers.BertTokenizerFast(tokenizer_file=path, model_max_length=64)


def make_tokenizer(kind, folder):
    import transformers

    roles = dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>", cls_token="<s>", sep_token="</s>",
                 mask_token="<mask>")
    if kind in ("bart", "blenderbot"):
        from tokenizers import processors

        made = byte_level(["<s>", "<pad>", "</s>", "<unk>", "<mask>"], prefix_space=kind == "blenderbot")
        if kind == "bart":
            made.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
        else:
            made.post_processor = processors.TemplateProcessing("$A </s>", "$A </s> $B </s>", [("</s>", 2)])
        path = os.path.join(folder, "tokenizer.json")
        made.save(path)
        cls = transformers.BartTokenizerFast if kind == "bart" else transformers.BlenderbotTokenizerFast
        return cls(tokenizer_file=path, model_max_length=64, add_prefix_space=kind == "blenderbot", **roles)
    if kind == "byt5":
        return transformers.ByT5Tokenizer(model_max_length=64)
    if kind in ("marian", "m2m100"):
        return slow_sentencepiece(kind, folder)
    if kind == "bert":
        return word_pieces(folder)
    ids = dict(pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    if kind == "t5":
        return transformers.T5TokenizerFast(vocab_file=pieces(folder, 320, **ids)[0], extra_ids=10, model_max_length=64)
    if kind == "pegasus":
        return transformers.PegasusTokenizerFast(vocab_file=pieces(folder, 320, **ids)[0], offset=10, additional_special_tokens=[
            "<mask_1>", *(f"<unk_{i}>" for i in range(2, 10))], model_max_length=64)
    name = {"mbart": "MBartTokenizer", "mbart50": "MBart50Tokenizer", "nllb": "NllbTokenizer"}[kind]
    source = "eng_Latn" if kind == "nllb" else "en_XX"
    return getattr(transformers, name + "Fast")(vocab_file=pieces(folder, 320)[0], src_lang=source, model_max_length=64)


def encoder_decoder(name, tokenizer):
    import transformers

    bert = dict(vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=40,
                max_position_embeddings=96, initializer_range=0.4)
    if name == "bert2bert":
        decoder = transformers.BertConfig(**bert, is_decoder=True, add_cross_attention=True)
    else:
        decoder = transformers.GPT2Config(vocab_size=len(tokenizer), n_embd=32, n_layer=2, n_head=4, n_positions=96, is_decoder=True,
                                          initializer_range=0.4, add_cross_attention=True, bos_token_id=2, eos_token_id=3)
    config = transformers.EncoderDecoderConfig.from_encoder_decoder_configs(transformers.BertConfig(**bert), decoder)
    config.decoder_start_token_id, config.eos_token_id, config.pad_token_id = 2, 3, 0
    config.vocab_size = len(tokenizer)
    return transformers.EncoderDecoderModel(config)


def make_checkpoint(name, folder):
    import torch
    import transformers

    config_class, sizes, kind = ARCHITECTURES[name]
    with tempfile.TemporaryDirectory() as files:
        tokenizer = make_tokenizer(kind, files)
        tokenizer.save_pretrained(folder)
    torch.manual_seed(sum(map(ord, name)))
    if config_class == "EncoderDecoderConfig":
        model = encoder_decoder(name, tokenizer)
    else:
        size = len(tokenizer)
        if kind == "m2m100":
            size = len(tokenizer.encoder) + len(tokenizer.lang_token_to_id) + tokenizer.num_madeup_words
        ids = dict(vocab_size=size, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id)
        start = {"bart": tokenizer.eos_token_id, "blenderbot": tokenizer.bos_token_id, "pegasus": tokenizer.pad_token_id, "t5": 0, "byt5": 0, "marian": tokenizer.pad_token_id}.get(kind, tokenizer.eos_token_id)
        if tokenizer.bos_token_id is not None and kind not in ("t5", "marian", "pegasus"):
            ids["bos_token_id"] = tokenizer.bos_token_id
        if kind == "marian":
            ids.update(forced_eos_token_id=tokenizer.eos_token_id, bad_words_ids=[[tokenizer.pad_token_id]], num_beams=3, max_length=48)
        if "d_ff" in sizes:
            ids["bos_token_id"] = None
        config = getattr(transformers, config_class)(**sizes, **ids, decoder_start_token_id=start)
        model = transformers.AutoModelForSeq2SeqLM.from_config(config)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 1:  # those that begin as zeros and ones
                parameter.add_(torch.randn_like(parameter) * 0.2)
            elif "d_ff" in sizes:
                parameter.mul_(1.0 + 0.5 * torch.randn_like(parameter))
    model.eval().save_pretrained(folder)


def export(made, folder, layout):
    past = "" if layout.endswith("-plain") else "-with-past"
    if layout.startswith("ort"):
        from optimum.exporters.onnx import main_export

        main_export(made, folder, task="text2text-generation" + past, device="cpu", do_validation=False,
                    library_name="transformers", no_post_process=layout == "ort-split")
    else:
        from optimum.exporters.openvino import main_export

        main_export(made, folder, task="text2text-generation" + past, convert_tokenizer=False, library_name="transformers",
                    stateful=layout == "ov")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("layout", choices=["ort", "ort-split", "ort-plain", "ov", "ov-past", "ov-plain"])
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
                for path in pathlib.Path(made).iterdir():  # tokenizers that the exporter cannot open
                    if path.suffix != ".safetensors" and not (pathlib.Path(exported) / path.name).exists():
                        shutil.copy(path, exported)
            except Exception as error:
                print(f"{name} {arguments.layout}: {type(error).__name__}: {str(error).splitlines()[0][:200]}", flush=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(exported, target)
            print(f"{name} {arguments.layout}: made", flush=True)


if __name__ == "__main__":
    sys.exit(main())
