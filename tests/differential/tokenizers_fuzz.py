#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `penstock tokenize FILE --jsonl` with tokenizers 0.22.2 on random pipelines and strings.

    python tests/differential/tokenizers_fuzz.py PENSTOCK [--seed 1] [--tokenizers 200] [--texts 40]

Every component of tokenizer.json is drawn at random: normalizers, pre-tokenizers, the four models
(trained on a few sentences), post-processors, decoders, added tokens, truncation and padding. Equal
means ids, type ids, tokens, offsets, masks and overflow of encodings, and the text of decodings; a
request that the reference refuses must be refused. Exits 1 at any difference.
"""
import argparse
import base64
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

os.environ.setdefault("RUST_BACKTRACE", "0")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

CORPUS = """The quick brown fox jumps over the lazy dog. It's 2024, isn't it? We've seen 1,234 of them!
def main(argc, argv): return [x for x in range(10) if x % 2 == 0]  # comment
Ünïcödé naïve café déjà vu, Straße, Ελληνικά, русский язык, İstanbul ﬁne ½ ™ ① Å
日本語のテキストです。中文分词测试，한국어 텍스트, ภาษาไทย, हिन्दी, العربية
<html><body class="a-b_c">http://example.com/path?q=1&amp;r=2</body></html>
""".splitlines()
NASTY = [chr(c) for c in (
    0x00, 0x01, 0x07, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1F, 0x20, 0x27, 0x2D, 0x5F, 0x7F, 0x80,
    0x85, 0x8F, 0x9F, 0xA0, 0xAD, 0xB2, 0xBD, 0xC0, 0xC5, 0xDF, 0xE9, 0x130, 0x131, 0x149, 0x17F,
    0x1C5, 0x1F0, 0x300, 0x301, 0x323, 0x327, 0x345, 0x378, 0x3A3, 0x3C2, 0x3C3, 0x4E9, 0x587,
    0x5B0, 0x61D, 0x640, 0x64B, 0x661, 0x6DD, 0x93C, 0x9FD, 0xA76, 0xC77, 0xE01, 0xE33, 0xE34,
    0xEB3, 0xF77, 0x1100, 0x1161, 0x11A8, 0x1680, 0x166D, 0x180E, 0x1E9B, 0x1E9E, 0x1FB3, 0x2000,
    0x200B, 0x200C, 0x200D, 0x200E, 0x2019, 0x2028, 0x2029, 0x202F, 0x203C, 0x2060, 0x20AC, 0x2126,
    0x212A, 0x212B, 0x2160, 0x2460, 0x2581, 0x2F00, 0x3000, 0x3042, 0x304C, 0x3099, 0x30AC, 0x30FC,
    0x32FF, 0x3400, 0x4E00, 0x4E8C, 0x9FFF, 0xAC00, 0xAC01, 0xD7A3, 0xF900, 0xFB01, 0xFB1D, 0xFDFA,
    0xFE0F, 0xFEFF, 0xFF21, 0xFF71, 0xFF9E, 0xFFFD, 0xFFFF, 0x10400, 0x1D11E, 0x1D15E, 0x1D400,
    0x1D7CE, 0x1F1E6, 0x1F1FA, 0x1F3FD, 0x1F468, 0x1F600, 0x20000, 0x2A6DF, 0x2B740, 0x2B820,
    0x2B920, 0x2F800, 0x2FA1E, 0xE0001, 0xE0100, 0xF0000, 0x10FFFD)]
WORDS = sorted({w for line in CORPUS for w in line.split()}) + [
    "don't", "'s", "ſ", "'ſ", "aaa", "A", "\r\n", "  ", "   ", "\n\n", "-", "--", "▁", "▁a", "Ġ",
    "Ċ", "##s", "</w>", "<unk>", "<s>", "</s>", "<pad>", "<0x41>", "123", "1234567", "e\u0301",
    "E\u0323\u0307", "\u1e9b\u0323", "👨\u200d👩\u200d👧", "🇺🇸", "한국", "n't", " .", " 's", "do not"]
REGEXES = [r"\s+", r" {2,}", r"\d", r"\p{L}+", r"[^\s\p{L}\p{N}]+", r"\s+(?!\S)|\s+", r"(?i:'s|'t|'re)",
           r"\p{N}{1,3}", r"[\r\n]+", r"^", r"$", r"a*", r"(?=[A-Z])", r"[一-龥぀-ゟ゠-ヿ]+", r"\b",
           r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
           r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
           r"\w+|[^\w\s]+", r".", r"\X", r"[\u0300-\u036f]"]
SPECIALS = ["<unk>", "<s>", "</s>", "<pad>", "<mask>"]
BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]


def flag(rng):
    return rng.random() < 0.5


# --- strings --------------------------------------------------------------------------------------

def random_text(rng, contents):
    kind = rng.random()
    if kind < 0.03:
        return ""
    if kind < 0.06:
        return rng.choice(NASTY + [" ", "a"])
    parts = []
    for _ in range(rng.randint(1, 14)):
        pick = rng.random()
        if pick < 0.45:
            parts.append(rng.choice(WORDS))
        elif pick < 0.75:
            parts.append(rng.choice(NASTY))
        elif pick < 0.85 and contents:
            parts.append(rng.choice(contents))
        elif pick < 0.9:
            parts.append(chr(rng.choice([rng.randint(0x20, 0x7E), rng.randint(0xA0, 0x3000),
                                         rng.randint(0x3000, 0xD7FF), rng.randint(0x10000, 0x1FFFF)])))
        else:
            parts.append(rng.choice(CORPUS)[:rng.randint(1, 40)])
        if flag(rng):
            parts.append(" ")
    return "".join(parts)


# --- components -----------------------------------------------------------------------------------

def random_pattern(rng):
    if rng.random() < 0.3:
        return {"String": rng.choice([" ", "-", "a", "▁", "  ", ".", "", "é", "(", "\n"])}
    return {"Regex": rng.choice(REGEXES)}


def charsmap(rules):
    """A precompiled_charsmap with one unit per node: rules {bytes: replacement}."""
    blob, where = b"", {}
    for value in rules.values():
        if value not in where:
            where[value] = len(blob)
            blob += value.encode() + b"\0"
    trie = {}
    for key, value in rules.items():
        node = trie
        for byte in key.encode():
            node = node.setdefault(byte, {})
        node[None] = where[value]
    units, taken = {}, {0}

    def place(node, position, label, is_root):
        labels = [b for b in node if b is not None]
        base = 1
        while True:
            offset = position ^ base
            spots = [base ^ b for b in labels] + ([base] if None in node else [])
            if offset < (1 << 21) and not any(s in taken for s in spots):
                break
            base += 1
        taken.update(spots)
        units[position] = ((position ^ base) << 10) | label | ((1 << 8) if None in node else 0)
        if is_root:
            units[position] &= ~0xFF
        if None in node:
            units[base] = node[None] | (1 << 31)
        for b in labels:
            place(node[b], base ^ b, b, False)

    place(trie, 0, 0, True)
    size = max(units) + 256
    array = [units.get(i, 0) for i in range(size)]
    return base64.b64encode(struct.pack("<I", 4 * size) + struct.pack("<%dI" % size, *array) +
                            blob).decode()


CHARSMAP = charsmap({"\t": " ", "\r\n": " ", "\r": " ", "\n": " ", "\u00a0": " ", "ﬁ": "fi", "①": "1",
                     "½": "1/2", "\u1e9b": "ṡ", "e\u0301": "é", "A": "a", "\u200b": "", "が": "が",
                     "か\u3099": "が", "Å": "Å", "㋿": "令和", "가": "가"})


def random_normalizer(rng, depth=0):
    kind = rng.choice(["BertNormalizer", "Strip", "StripAccents", "NFC", "NFD", "NFKC", "NFKD",
                       "Lowercase", "Nmt", "Replace", "Prepend", "ByteLevel", "Precompiled",
                       "Sequence", "Sequence"])
    made = {"type": kind}
    if kind == "BertNormalizer":
        made.update(clean_text=flag(rng), handle_chinese_chars=flag(rng), lowercase=flag(rng),
                    strip_accents=rng.choice([None, True, False]))
    elif kind == "Strip":
        made.update(strip_left=flag(rng), strip_right=flag(rng))
    elif kind == "Replace":
        made.update(pattern=random_pattern(rng), content=rng.choice(["", " ", "▁", "ab", "é", "<s>"]))
    elif kind == "Prepend":
        made.update(prepend=rng.choice(["▁", " ", "é▁", "", "ab"]))
    elif kind == "Precompiled":
        made.update(precompiled_charsmap=CHARSMAP)
    elif kind == "Sequence":
        if depth > 1:
            return random_normalizer(rng, depth)
        made.update(normalizers=[random_normalizer(rng, depth + 1) for _ in range(rng.randint(0, 3))])
    return made


def random_pre_tokenizer(rng, depth=0):
    kind = rng.choice(["BertPreTokenizer", "ByteLevel", "CharDelimiterSplit", "Metaspace",
                       "Whitespace", "Split", "Split", "Punctuation", "WhitespaceSplit", "Digits",
                       "UnicodeScripts", "FixedLength", "Sequence", "Sequence"])
    made = {"type": kind}
    if kind == "ByteLevel":
        made.update(add_prefix_space=flag(rng), trim_offsets=flag(rng), use_regex=flag(rng))
    elif kind == "CharDelimiterSplit":
        made.update(delimiter=rng.choice("-a ▁é"))
    elif kind == "Metaspace":
        made.update(replacement=rng.choice("▁▁_"), split=flag(rng),
                    prepend_scheme=rng.choice(["always", "first", "never"]))
    elif kind == "Split":
        made.update(pattern=random_pattern(rng), behavior=rng.choice(BEHAVIORS), invert=flag(rng))
    elif kind == "Punctuation":
        made.update(behavior=rng.choice(BEHAVIORS))
    elif kind == "Digits":
        made.update(individual_digits=flag(rng))
    elif kind == "FixedLength":
        made.update(length=rng.randint(1, 6))
    elif kind == "Sequence":
        if depth > 1:
            return random_pre_tokenizer(rng, depth)
        made.update(pretokenizers=[random_pre_tokenizer(rng, depth + 1)
                                   for _ in range(rng.randint(0, 3))])
    return made


def special(token, type_id):
    return {"SpecialToken": {"id": token, "type_id": type_id}}


def sequence(name, type_id):
    return {"Sequence": {"id": name, "type_id": type_id}}


def random_template(rng, ids):
    def pieces(names):
        out = []
        for name in names:
            out += [special(rng.choice(["<s>", "</s>"]), rng.randint(0, 2))
                    for _ in range(rng.randint(0, 2))]
            out.append(sequence(name, rng.randint(0, 2)))
        return out + [special("</s>", rng.randint(0, 1))] * rng.randint(0, 1)

    tokens = {t: {"id": t, "ids": [ids[t]], "tokens": [t]} for t in ("<s>", "</s>")}
    if rng.random() < 0.2:
        tokens["</s>"] = {"id": "</s>", "ids": [ids["</s>"], ids["<mask>"]], "tokens": ["</s>", "M"]}
    return {"type": "TemplateProcessing", "single": pieces("A"), "pair": pieces("AB"),
            "special_tokens": tokens}


def random_post_processor(rng, ids, depth=0):
    kind = rng.choice([None, "bert", "roberta", "byte", "template", "template", "sequence"])
    sep, cls = ["</s>", ids["</s>"]], ["<s>", ids["<s>"]]
    if kind == "bert":
        return {"type": "BertProcessing", "sep": sep, "cls": cls}
    if kind == "roberta":
        return {"type": "RobertaProcessing", "sep": sep, "cls": cls, "trim_offsets": flag(rng),
                "add_prefix_space": flag(rng)}
    if kind == "byte":
        return {"type": "ByteLevel", "add_prefix_space": flag(rng), "trim_offsets": flag(rng),
                "use_regex": True}
    if kind == "template":
        return random_template(rng, ids)
    if kind == "sequence" and depth == 0:
        parts = [random_post_processor(rng, ids, 1) for _ in range(rng.randint(1, 2))]
        return {"type": "Sequence", "processors": [p for p in parts if p]}
    return None


def random_decoder(rng, depth=0):
    kind = rng.choice([None, "BPEDecoder", "ByteLevel", "WordPiece", "Metaspace", "CTC", "Replace",
                       "Fuse", "Strip", "ByteFallback", "Sequence"])
    if kind is None or (kind == "Sequence" and depth > 1):
        return None if depth == 0 else {"type": "Fuse"}
    made = {"type": kind}
    if kind == "BPEDecoder":
        made.update(suffix=rng.choice(["</w>", "s"]))
    elif kind == "ByteLevel":
        made.update(add_prefix_space=True, trim_offsets=True, use_regex=True)
    elif kind == "WordPiece":
        made.update(prefix=rng.choice(["##", "a"]), cleanup=flag(rng))
    elif kind == "Metaspace":
        made.update(replacement="▁", split=True, prepend_scheme=rng.choice(["always", "first", "never"]))
    elif kind == "CTC":
        made.update(pad_token="<pad>", word_delimiter_token=rng.choice(["|", "a"]), cleanup=flag(rng))
    elif kind == "Replace":
        made.update(pattern=random_pattern(rng), content=rng.choice(["", " ", "x"]))
    elif kind == "Strip":
        made.update(content=rng.choice([" ", "a"]), start=rng.randint(0, 2), stop=0)
    elif kind == "Sequence":
        made.update(decoders=[random_decoder(rng, depth + 1) for _ in range(rng.randint(0, 3))])
    return made


# --- models ---------------------------------------------------------------------------------------

def trained_vocab(rng, alphabet):
    tokenizer = Tokenizer(models.BPE())
    if alphabet:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=flag(rng))
    else:
        tokenizer.pre_tokenizer = rng.choice([pre_tokenizers.Whitespace(), pre_tokenizers.Metaspace()])
    trainer = trainers.BpeTrainer(
        vocab_size=rng.choice([300, 450, 700]), special_tokens=SPECIALS[:rng.choice([0, 5])],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet() if alphabet else [],
        show_progress=False)
    tokenizer.train_from_iterator(CORPUS * 3, trainer)
    return json.loads(tokenizer.to_str())["model"]


def random_bpe(rng):
    model = trained_vocab(rng, flag(rng))
    vocab = model["vocab"]
    model["unk_token"] = rng.choice([None, "<unk>"])
    model["fuse_unk"] = flag(rng)
    model["ignore_merges"] = rng.random() < 0.2
    model["byte_fallback"] = rng.random() < 0.4
    if model["byte_fallback"]:
        for byte in range(256 if flag(rng) else 200):
            vocab.setdefault("<0x%02X>" % byte, len(vocab))
    if rng.random() < 0.2:
        model["end_of_word_suffix"] = "</w>"
        for char in sorted({c for line in CORPUS for c in line}):
            vocab.setdefault(char + "</w>", len(vocab))
    if rng.random() < 0.1:
        model["continuing_subword_prefix"] = "##"
        model["merges"] = []
        for char in sorted({c for line in CORPUS for c in line}):
            vocab.setdefault("##" + char, len(vocab))
    if model["unk_token"]:
        vocab.setdefault("<unk>", len(vocab))
    return model


def random_word_piece(rng):
    pieces = list(trained_vocab(rng, False)["vocab"])
    vocab = {}
    for piece in ["<unk>"] + pieces + ["##" + p for p in pieces]:
        if rng.random() < 0.9 or piece == "<unk>":
            vocab.setdefault(piece, len(vocab))
    return {"type": "WordPiece", "unk_token": "<unk>", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": rng.choice([3, 20, 100]), "vocab": vocab}


def random_word_level(rng):
    vocab = {}
    for word in rng.sample(WORDS, len(WORDS) // 2) + ["<unk>"] * (rng.random() < 0.8):
        vocab.setdefault(word, len(vocab))
    return {"type": "WordLevel", "vocab": vocab, "unk_token": "<unk>"}


def random_unigram(rng):
    pieces = list(trained_vocab(rng, False)["vocab"])
    vocab = [["<unk>", 0.0], ["<s>", 0.0], ["</s>", 0.0]]
    vocab += [[p, -rng.random() * 12] for p in pieces if p not in SPECIALS]
    byte_fallback = flag(rng)
    if byte_fallback:
        vocab += [["<0x%02X>" % byte, -20.0] for byte in range(256)]
    if rng.random() < 0.2:
        vocab.append([rng.choice(pieces), -1.0])  # a repeated piece
    return {"type": "Unigram", "unk_id": rng.choice([0, 0, 0, None]), "vocab": vocab,
            "byte_fallback": byte_fallback}


def random_model(rng):
    return rng.choice([random_bpe, random_bpe, random_word_piece, random_word_level,
                       random_unigram])(rng)


# --- the whole ------------------------------------------------------------------------------------

def random_added_tokens(rng):
    contents = SPECIALS[:]
    for _ in range(rng.randint(0, 5)):
        contents.append(rng.choice(["[M]", "new", "the", "é", "  ", "A", "İ", "▁x", "<a b>", "🇺🇸", "ﬁ",
                                    "newer", "e\u0301", "日本", "-"]))
    tokens = []
    for i, content in enumerate(contents):
        is_special = i < len(SPECIALS) or rng.random() < 0.3
        tokens.append({"id": rng.randint(0, 900) if rng.random() < 0.2 else i, "content": content,
                       "single_word": rng.random() < 0.2, "lstrip": rng.random() < 0.25,
                       "rstrip": rng.random() < 0.25, "normalized": rng.random() < 0.4,
                       "special": is_special})
    return tokens


def random_truncation(rng):
    if rng.random() < 0.6:
        return None
    return {"direction": rng.choice(["Left", "Right"]), "max_length": rng.choice([0, 1, 2, 3, 5, 8, 16]),
            "strategy": rng.choice(["LongestFirst", "OnlyFirst", "OnlySecond"]),
            "stride": rng.choice([0, 0, 1, 3])}


def random_padding(rng):
    if rng.random() < 0.7:
        return None
    return {"strategy": rng.choice(["BatchLongest", {"Fixed": rng.choice([4, 12])}]),
            "direction": rng.choice(["Left", "Right"]), "pad_to_multiple_of": rng.choice([None, 0, 4]),
            "pad_id": 3, "pad_type_id": rng.randint(0, 1), "pad_token": "<pad>"}


def common_pipeline(rng):
    """Combinations that real tokenizers have, which fused code may treat on its own."""
    kind = rng.choice(["bert", "byte", "byte", "metaspace", "prepend"])
    if kind == "bert":
        return {"normalizer": {"type": "BertNormalizer", "clean_text": flag(rng),
                               "handle_chinese_chars": flag(rng), "lowercase": flag(rng),
                               "strip_accents": rng.choice([None, True, False])},
                "pre_tokenizer": {"type": "BertPreTokenizer"}, "model": random_word_piece(rng)}
    if kind == "byte":
        byte_level = {"type": "ByteLevel", "add_prefix_space": flag(rng), "trim_offsets": flag(rng),
                      "use_regex": True}
        if flag(rng):
            byte_level["use_regex"] = False
            split = {"type": "Split", "pattern": {"Regex": rng.choice(REGEXES[15:17])},
                     "behavior": "Isolated", "invert": False}
            byte_level = {"type": "Sequence", "pretokenizers": [split, byte_level]}
        model = trained_vocab(rng, True)
        model.update(ignore_merges=flag(rng))
        return {"normalizer": rng.choice([None, {"type": "NFC"}, {"type": "NFKC"}]),
                "pre_tokenizer": byte_level, "model": model}
    if kind == "metaspace":
        return {"normalizer": rng.choice([None, {"type": "Precompiled",
                                                 "precompiled_charsmap": CHARSMAP}]),
                "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "split": flag(rng),
                                  "prepend_scheme": rng.choice(["always", "first", "never"])},
                "model": random_unigram(rng)}
    spaces = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
    return {"normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
                                                               spaces]},
            "pre_tokenizer": None, "model": random_bpe(rng)}


def random_tokenizer(rng):
    made = {"version": "1.0", "truncation": random_truncation(rng), "padding": random_padding(rng),
            "added_tokens": random_added_tokens(rng),
            "normalizer": random_normalizer(rng) if rng.random() < 0.75 else None,
            "pre_tokenizer": random_pre_tokenizer(rng) if rng.random() < 0.85 else None,
            "post_processor": None, "decoder": random_decoder(rng), "model": random_model(rng)}
    if rng.random() < 0.4:
        made.update(common_pipeline(rng))
    # The ids of the special tokens are known only once the reference has added them.
    try:
        bare = Tokenizer.from_str(json.dumps({**made, "decoder": None}))
        ids = {t: bare.token_to_id(t) for t in SPECIALS}
        made["post_processor"] = random_post_processor(rng, ids)
    except BaseException:  # the reference refuses or panics
        pass
    return made


def encoding_fields(encoding):
    return {"ids": encoding.ids, "type_ids": encoding.type_ids, "tokens": encoding.tokens,
            "offsets": [list(o) for o in encoding.offsets],
            "attention_mask": encoding.attention_mask,
            "special_tokens_mask": encoding.special_tokens_mask}


def reference_answer(tokenizer, request):
    try:
        if "ids" in request:
            return {"text": tokenizer.decode(request["ids"],
                                             skip_special_tokens=request["skip_special_tokens"])}
        encoding = tokenizer.encode(request["text"], request.get("text_pair"),
                                    add_special_tokens=request["add_special_tokens"])
        return {**encoding_fields(encoding),
                "overflowing": [encoding_fields(o) for o in encoding.overflowing]}
    except BaseException as error:  # a panic is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return {"error": str(error)}


def random_requests(rng, made, count):
    contents = [t["content"] for t in made["added_tokens"]]
    requests = []
    for _ in range(count):
        if rng.random() < 0.2:
            requests.append({"ids": [rng.randint(0, 720) for _ in range(rng.randint(0, 12))],
                             "skip_special_tokens": flag(rng)})
            continue
        request = {"text": random_text(rng, contents), "add_special_tokens": flag(rng)}
        if rng.random() < 0.25:
            request["text_pair"] = random_text(rng, contents)
        requests.append(request)
    return requests


def same(expected, got):
    if "error" in expected or not isinstance(got, dict):
        return isinstance(got, dict) and set(got) == {"error"}
    return got == expected


def describe(made):
    slim = {k: v for k, v in made.items() if k not in ("model", "version")}
    slim["model"] = {k: v for k, v in made["model"].items() if k not in ("vocab", "merges")}
    text = json.dumps(slim, ensure_ascii=False)
    return text.replace(CHARSMAP, "...")


def describe_difference(request, expected, got, line):
    key = next((k for k in expected if not isinstance(got, dict) or got.get(k) != expected[k]), "?")
    return "  %s of %s\n  got      %s\n  expected %s" % (
        key, json.dumps(request, ensure_ascii=False),
        str(got.get(key, got) if isinstance(got, dict) else line)[:400],
        str(expected.get(key))[:400])


def run(penstock, path, requests):
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in requests)
    done = subprocess.run([penstock, "tokenize", path.name, "--jsonl"], input=lines.encode(),
                          capture_output=True, cwd=path.parent, timeout=300)
    return done.returncode, done.stdout.decode("utf-8", "replace").split("\n"), done.stderr.decode()


def check(penstock, folder, seed, texts, show):
    rng = random.Random(seed)
    made = random_tokenizer(rng)
    path = folder / ("%d.json" % seed)
    path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    requests = random_requests(rng, made, texts)
    try:
        reference = Tokenizer.from_file(str(path))
    except BaseException as error:
        code, lines, _ = run(penstock, path, requests[:1])
        if code != 0 and not any(lines):
            return 1, 0
        print("seed %d: loaded, but the reference says %s\n  %s" % (seed, error, describe(made)))
        return 0, 1
    code, lines, errors = run(penstock, path, requests)
    # Refused requests are answered too, and the exit status only tells of them.
    if code < 0 or sum(map(bool, lines)) != len(requests):
        print("seed %d: exit %s %s\n  %s" % (seed, code, errors.strip()[-300:], describe(made)))
        return 0, len(requests)
    equal = different = 0
    for request, line in zip(requests, lines):
        expected = reference_answer(reference, request)
        try:
            got = json.loads(line)
        except ValueError:
            got = None
        if same(expected, got):
            equal += 1
            continue
        different += 1
        if different <= show:
            print("seed %d: %s\n%s" % (seed, describe(made),
                                       describe_difference(request, expected, got, line)))
    return equal, different


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokenizers", type=int, default=200)
    parser.add_argument("--texts", type=int, default=40)
    parser.add_argument("--show", type=int, default=2, help="differences to print per tokenizer")
    options = parser.parse_args()
    penstock = str(pathlib.Path(options.penstock).resolve())
    equal = different = 0
    with tempfile.TemporaryDirectory() as folder:
        for i in range(options.tokenizers):
            seed = options.seed * 1_000_000 + i
            same_here, other_here = check(penstock, pathlib.Path(folder), seed, options.texts,
                                          options.show)
            equal += same_here
            different += other_here
            (pathlib.Path(folder) / ("%d.json" % seed)).unlink()
    print("%d comparisons equal, %d different" % (equal, different))
    sys.exit(0 if different == 0 and equal else 1)


if __name__ == "__main__":
    main()
