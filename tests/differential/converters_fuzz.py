#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `penstock tokenize FOLDER --jsonl` with transformers 4.57.6 on SentencePiece folders.

    python tests/differential/converters_fuzz.py PENSTOCK [--seed 1] [--folders 200] [--texts 30]

Each folder holds a small model trained with random options, changed in places, and a random
tokenizer_config.json, but no tokenizer.json: transformers builds the slow class and converts it.
Equal means ids, type ids, tokens, offsets and masks, also padded and truncated, and the text of
decodings; a folder that transformers refuses must be refused. Exits 1 at any difference.
Needs transformers 4.57.6, tokenizers 0.22.2, sentencepiece and protobuf.
"""
import argparse
import collections
import io
import json
import os
import pathlib
import random
import shutil
import sys
import tempfile

os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
os.environ["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python"
import sentencepiece
from sentencepiece import sentencepiece_model_pb2
import transformers
from transformers import AutoTokenizer

from tokenizer_texts import CORPUS, WORDS, flag, random_text
from tokenizers_fuzz import describe_difference, encoding_fields, run, same

FILES = {"Albert": "spiece.model", "Barthez": "sentencepiece.bpe.model", "BigBird": "spiece.model",
         "Camembert": "sentencepiece.bpe.model", "CodeLlama": "tokenizer.model",
         "DebertaV2": "spm.model", "FNet": "spiece.model", "Gemma": "tokenizer.model",
         "LayoutXLM": "sentencepiece.bpe.model", "Llama": "tokenizer.model",
         "MBart": "sentencepiece.bpe.model", "MBart50": "sentencepiece.bpe.model",
         "MT5": "spiece.model", "Nllb": "sentencepiece.bpe.model", "Pegasus": "spiece.model",
         "Reformer": "spiece.model", "RemBert": "sentencepiece.model",
         "SeamlessM4T": "sentencepiece.bpe.model", "T5": "spiece.model", "Udop": "spiece.model",
         "XGLM": "sentencepiece.bpe.model", "XLMRoberta": "sentencepiece.bpe.model",
         "XLNet": "spiece.model"}
MODEL_TYPES = {"Albert": "albert", "BigBird": "big_bird", "Camembert": "camembert",
               "DebertaV2": "deberta-v2", "FNet": "fnet", "Gemma": "gemma", "Llama": "llama",
               "MBart": "mbart", "MT5": "mt5", "Pegasus": "pegasus", "Reformer": "reformer",
               "RemBert": "rembert", "SeamlessM4T": "seamless_m4t", "T5": "t5", "Udop": "udop",
               "XGLM": "xglm", "XLMRoberta": "xlm-roberta", "XLNet": "xlnet", "Nllb": "nllb-moe"}
ROLES = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]
# Their calls want a box for each word, or take a pair for code to fill in between.
OTHER_CALLS = {"LayoutXLM", "Udop", "CodeLlama"}
LLAMA_LIKE = {"Llama", "CodeLlama", "Gemma"}


# --- models ---------------------------------------------------------------------------------------

def trainer_options(rng, name):
    options = {"model_type": rng.choice(["unigram", "bpe"]), "vocab_size": rng.choice([500, 700, 900]),
               "normalization_rule_name": rng.choice(["nmt_nfkc", "nfkc", "identity", "nmt_nfkc_cf",
                                                      "nfkc_cf"]),
               "byte_fallback": rng.random() < (0.8 if name in LLAMA_LIKE else 0.1),
               "add_dummy_prefix": rng.random() < 0.8, "split_digits": flag(rng),
               "remove_extra_whitespaces": rng.random() < 0.7,
               "split_by_whitespace": rng.random() < 0.8,
               "allow_whitespace_only_pieces": flag(rng),
               "character_coverage": rng.choice([0.99, 1.0])}
    control, defined = [], []
    if name in ("Albert", "BigBird", "RemBert", "DebertaV2", "FNet") and rng.random() < 0.8:
        control += ["[CLS]", "[SEP]"]
        if flag(rng):
            (control if flag(rng) else defined).append("[MASK]")
    if name == "XLNet" and rng.random() < 0.8:
        control += ["<cls>", "<sep>"]
    if name == "Gemma":
        options.update(pad_id=0, eos_id=1, bos_id=2, unk_id=3, bos_piece="<bos>", eos_piece="<eos>")
        defined += rng.sample(["<start_of_turn>", "<end_of_turn>", "<mask>", "\t"], rng.randint(0, 4))
    elif name in ("T5", "MT5", "Pegasus", "Udop") and rng.random() < 0.8:
        options.update(pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    elif name in ("Albert", "DebertaV2", "RemBert") and flag(rng):
        options.update(pad_id=0, unk_id=1, bos_id=-1, eos_id=-1,
                       unk_piece=rng.choice(["<unk>", "[UNK]"]),
                       pad_piece=rng.choice(["<pad>", "[PAD]"]))
    elif rng.random() < 0.15:
        options.update(unk_id=rng.randint(0, 3), bos_id=-1, eos_id=-1)
    if flag(rng):
        defined += rng.sample(["<sym>", "quick brown", "é", "  ", "the", "日本", "123", "▁fox"],
                              rng.randint(1, 3))
    if rng.random() < 0.2:
        control += ["<ctl>"]
    options.update(control_symbols=control, user_defined_symbols=defined)
    return options


def train(rng, name):
    lines = CORPUS * 3 + [" ".join(rng.choices(WORDS, k=8)) for _ in range(60)]
    lines = [line.replace("\0", "") for line in lines]
    while True:
        model = io.BytesIO()
        try:
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=iter(lines), model_writer=model, hard_vocab_limit=False,
                minloglevel=3, num_threads=1, **trainer_options(rng, name))
        except RuntimeError:
            continue  # these options do not go together
        proto = sentencepiece_model_pb2.ModelProto()
        proto.ParseFromString(model.getvalue())
        return proto


def change(rng, proto):
    """Piece sets that training does not make."""
    texts = {p.piece for p in proto.pieces}
    for text in rng.sample(["1,", "²,", "a3,", ",", "the,", "▁ab", "▁the▁quick", "<mask>", "<s>x",
                            "\t", "é▁", "日本語", "<extra_id_0>", "en_XX", "eng_Latn", "__eng__",
                            "<madeupword3>", "▁<PRE>", "</w>", "\u0301"], rng.randint(0, 5)):
        if text not in texts:
            texts.add(text)
            proto.pieces.add(piece=text, score=rng.choice([-1.5, -20.0, 0.0, -7.25]),
                             type=rng.choice([1, 1, 1, 4, 5]))
    kind = rng.random()
    normal = [p for p in proto.pieces if p.type == 1]
    if kind < 0.15:  # equal scores, so that only the second keys sort
        for piece in normal:
            piece.score = round(piece.score / 3) * 3.0
    elif kind < 0.25:
        for piece in rng.sample(normal, 5):
            piece.type = rng.choice([3, 4, 5])
    elif kind < 0.32:  # the same text as a reserved and as a usual piece
        proto.pieces.add(piece=rng.choice(normal).piece, score=0.0, type=3)
    elif kind < 0.36:
        proto.trainer_spec.unk_id = rng.choice([0, 1, 5, 100000, -1])
    elif kind < 0.4:
        proto.normalizer_spec.precompiled_charsmap = b""
    return proto


def harm(rng, data):
    kind = rng.random()
    if kind < 0.4:
        return data[:rng.randint(0, len(data) - 1)]
    if kind < 0.8:
        at = rng.randint(0, 200)
        return data[:at] + bytes([rng.randint(0, 255)]) + data[at + 1:]
    return bytes(rng.randint(0, 255) for _ in range(rng.randint(0, 400)))


# --- folders --------------------------------------------------------------------------------------

def added_token(rng, content, special):
    token = {"content": content, "lstrip": rng.random() < 0.3, "normalized": flag(rng),
             "rstrip": rng.random() < 0.2, "single_word": rng.random() < 0.2, "special": special}
    if rng.random() < 0.05:
        del token["normalized"]
    return token


def language(rng, name):
    codes = {"MBart": ["en_XX", "de_DE", "ro_RO", "uk_UA"], "MBart50": ["en_XX", "fr_XX", "uk_UA"],
             "Nllb": ["eng_Latn", "fra_Latn", "xx"], "SeamlessM4T": ["eng", "__fra__", "deu"]}
    return rng.choice(codes[name])


def class_options(rng, name, config):
    def maybe(key, values, chance=0.4):
        if rng.random() < chance:
            config[key] = rng.choice(values)

    if name in ("Albert", "XLNet", "FNet", "RemBert", "DebertaV2"):
        maybe("do_lower_case", [True, False, False, None])
        maybe("keep_accents", [True, False])
        maybe("split_by_punct", [True, False])
    if name in ("T5", "MT5", "Udop", "Llama", "CodeLlama", "SeamlessM4T", "Gemma", "XLMRoberta"):
        maybe("legacy", [True, False, None])
        maybe("add_prefix_space", [True, False] if name != "T5" else [True, False, None], 0.3)
    if name in LLAMA_LIKE:
        maybe("add_bos_token", [True, False])
        maybe("add_eos_token", [True, False])
    if name in ("T5", "MT5"):
        maybe("extra_ids", [0, 3, 100])
    if name == "Pegasus":
        maybe("offset", [2, 5, 30, 103])
        maybe("mask_token_sent", [None, "<mask_1>", "<mask_x>"])
    if name in ("MBart", "MBart50", "Nllb", "SeamlessM4T"):
        if flag(rng):
            config["src_lang"] = language(rng, name)
        if flag(rng):
            config["tgt_lang"] = language(rng, name)
    if name == "Nllb":
        maybe("legacy_behaviour", [True, False])
    maybe("from_slow", [True, False], 0.1)


def role_contents(rng, pieces):
    return rng.choice(["<s>", "</s>", "<unk>", "<pad>", "<mask>", "[CLS]", "[SEP]", "[MASK]", "<new>",
                       rng.choice(pieces)])


def special_options(rng, name, config, folder, pieces):
    tokens = {}
    for role in ROLES:
        if rng.random() < 0.12 and not (name == "Gemma" and role == "mask_token"):
            tokens[role] = role_contents(rng, pieces)
    if rng.random() < 0.04 and name not in ("Gemma", "Pegasus"):
        tokens[rng.choice(["pad_token", "mask_token"])] = None
    if rng.random() < 0.25:
        tokens["additional_special_tokens"] = rng.sample(["<extra>", "<ctl>", "de_DE", "fox", "é",
                                                          "<unk_7>", "__fra__"], rng.randint(0, 3))
        if name in ("T5", "MT5") and flag(rng):
            tokens["additional_special_tokens"] += ["<extra_id_%d>" % i for i in range(3)]
    kind = rng.random()
    if kind < 0.4:
        config.update(tokens)
    elif kind < 0.7:  # as save_pretrained writes them today
        config.update(tokens)
        contents = [t for k, t in tokens.items() if isinstance(t, str)]
        contents += rng.sample(["<add>", "brown", "<mask>", "<pad>"], rng.randint(0, 2))
        ids = rng.sample(range(len(pieces) + 5), len(contents))
        if rng.random() < 0.8:
            ids = [pieces.index(c) if c in pieces else len(pieces) + 10 + i
                   for i, c in enumerate(contents)]
        config["added_tokens_decoder"] = {
            str(i): added_token(rng, c, flag(rng)) for i, c in sorted(zip(ids, contents))}
    else:  # as older versions wrote them
        saved = {k: (added_token(rng, t, True) if isinstance(t, str) and flag(rng) else t)
                 for k, t in tokens.items() if t is not None}
        (folder / "special_tokens_map.json").write_text(json.dumps(saved, ensure_ascii=False),
                                                        encoding="utf-8")
        if flag(rng) and name != "CodeLlama":
            added = {c: len(pieces) + 7 + i
                     for i, c in enumerate(rng.sample(["<add>", "brown", "é fox"], rng.randint(1, 3)))}
            (folder / "added_tokens.json").write_text(json.dumps(added, ensure_ascii=False),
                                                      encoding="utf-8")
    if rng.random() < 0.1:
        config["extra_special_tokens"] = {"image_token": "<image>"}


def write_folder(rng, folder):
    name = rng.choice(sorted(FILES))
    proto = train(rng, name)
    if flag(rng):
        proto = change(rng, proto)
    data = proto.SerializeToString()
    if rng.random() < 0.03:
        data = harm(rng, data)
    (folder / FILES[name]).write_bytes(data)
    config = {}
    class_options(rng, name, config)
    special_options(rng, name, config, folder, [p.piece for p in proto.pieces])
    for key, values in (("padding_side", ["left", "right"]), ("truncation_side", ["left", "right"]),
                        ("clean_up_tokenization_spaces", [True, False]),
                        ("split_special_tokens", [True, False]), ("model_max_length", [7, 512])):
        if rng.random() < 0.12:
            config[key] = rng.choice(values)
    if name in MODEL_TYPES and rng.random() < 0.15:
        (folder / "config.json").write_text(json.dumps({"model_type": MODEL_TYPES[name]}))
        if flag(rng):
            config.clear()
    elif name in MODEL_TYPES and rng.random() < 0.1:
        (folder / "config.json").write_text(json.dumps({
            "model_type": MODEL_TYPES[name], "tokenizer_class": name + "Tokenizer"}))
    else:
        config["tokenizer_class"] = name + "Tokenizer" + rng.choice(["", "Fast"])
    if config or flag(rng):
        (folder / "tokenizer_config.json").write_text(json.dumps(config, ensure_ascii=False),
                                                      encoding="utf-8")
    if rng.random() < 0.04 and name not in LLAMA_LIKE:  # a name that wins over the one of the class
        shutil.copy(folder / FILES[name], folder / "tokenizer.model")
    return name, config


# --- comparison -----------------------------------------------------------------------------------

def load_reference(folder):
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    if not tokenizer:  # what from_pretrained returns when it cannot read the model
        raise ValueError("no tokenizer")
    tokenizer._switch_to_input_mode()
    return tokenizer


def answer(tokenizer, request):
    try:
        if "ids" in request:
            return {"text": tokenizer.decode(request["ids"],
                                             skip_special_tokens=request["skip_special_tokens"])}
        if "max_length" in request:
            encoding = tokenizer(**request).encodings[0]
        else:
            tokenizer._tokenizer.no_truncation()
            tokenizer._tokenizer.no_padding()
            encoding = tokenizer._tokenizer.encode(
                request["text"], request.get("text_pair"),
                add_special_tokens=request["add_special_tokens"])
        return {**encoding_fields(encoding), "overflowing": []}
    except BaseException as error:  # a panic is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return {"error": str(error)}


def random_requests(rng, name, config, size, count):
    contents = ["<add>", "brown", "<extra>", "<mask>", "[MASK]", "<s>", "<sym>", "<ctl>", "<new>",
                "<extra_id_0>", "<image>", "en_XX", "1,", "``a''", "\t", "▁"]
    contents += [v for v in config.values() if isinstance(v, str)]
    requests = []
    for _ in range(count):
        if rng.random() < 0.25:
            requests.append({"ids": [rng.randint(0, size + 3) for _ in range(rng.randint(0, 12))],
                             "skip_special_tokens": flag(rng)})
            continue
        request = {"text": random_text(rng, contents), "add_special_tokens": rng.random() < 0.7}
        if rng.random() < 0.25:
            request["text_pair"] = random_text(rng, contents)
        if rng.random() < 0.2 and name not in OTHER_CALLS:
            request["max_length"] = rng.randint(8, 40)
            request["padding"] = rng.choice(["max_length", "do_not_pad"])
            request["truncation"] = "longest_first"
            request["pad_to_multiple_of"] = None  # SeamlessM4T has a default of its own
        requests.append(request)
    return requests


def check(penstock, folder, seed, options, totals):
    rng = random.Random(seed)
    name, config = write_folder(rng, folder)
    try:
        reference, size = load_reference(folder), 0
        # Beside a tokenizer.json some arguments still convert; Pegasus' own check fails then.
        if rng.random() < 0.15 and config.get("mask_token_sent", "") is not None:
            reference._tokenizer.save(str(folder / "tokenizer.json"))
            reference = load_reference(folder)
        size = len(reference)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        reference, refusal, size = None, error, 300
    requests = random_requests(rng, name, config, size, options.texts)
    code, lines, errors = run(penstock, folder, requests)
    if reference is None:
        refused = code > 0 and not any(lines)
        totals["refused alike" if refused else "different"] += 1
        if not refused:
            print("seed %d: %s loaded, but the reference says %s: %s\n  %s" % (
                seed, name, type(refusal).__name__, str(refusal)[:200], config))
        return
    if sum(map(bool, lines)) != len(requests):
        totals["different"] += len(requests)
        print("seed %d: %s exit %s %s\n  %s" % (seed, name, code, errors.strip()[-300:], config))
        return
    shown = 0
    for request, line in zip(requests, lines):
        expected = answer(reference, request)
        try:
            got = json.loads(line)
        except ValueError:
            got = None
        if same(expected, got):
            totals["equal"] += 1
            totals[name] += 1
            continue
        totals["different"] += 1
        shown += 1
        if shown <= options.show:
            print("seed %d: %s %s\n%s" % (seed, name, config,
                                          describe_difference(request, expected, got, line)))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folders", type=int, default=200)
    parser.add_argument("--texts", type=int, default=30)
    parser.add_argument("--show", type=int, default=2, help="differences to print per folder")
    parser.add_argument("--keep", help="a folder to leave the last model folder in")
    options = parser.parse_args()
    penstock = str(pathlib.Path(options.penstock).resolve())
    totals = collections.Counter()
    for i in range(options.folders):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            check(penstock, folder, options.seed * 1_000_000 + i, options, totals)
            if options.keep:
                shutil.copytree(folder, options.keep, dirs_exist_ok=True)
    for name in sorted(FILES):
        print("%-12s %6d equal" % (name, totals[name]))
    print("transformers %s: %d comparisons equal, %d folders refused alike, %d different" % (
        transformers.__version__, totals["equal"], totals["refused alike"], totals["different"]))
    sys.exit(0 if totals["different"] == 0 and totals["equal"] else 1)


main()
