# SPDX-License-Identifier: Apache-2.0
"""Random pipelines of a tokenizer.json: every component but the model, and the whole of them."""
import base64
import json
import struct

from tokenizers import Tokenizer

from tokenizer_models import (random_bpe, random_model, random_unigram, random_word_piece,
                              trained_vocab)
from tokenizer_texts import BEHAVIORS, REGEXES, SPECIALS, flag


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
