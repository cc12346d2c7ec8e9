#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes tests/tokenizer/data/components.jsonl: random small tokenizers and what the reference says.

    python make_component_golden.py [--count 40] [--seed 7]     (needs tokenizers==0.22.2)

One tokenizer a line: {"tokenizer": text of tokenizer.json, "cases": [{"request", "expected" or
"error"}]}; the first line records the versions. Models, post-processors, decoders, truncation and
padding are drawn at random over an alphabet of awkward characters.
"""
import argparse
import json
import pathlib
import random
import sys

import tokenizers
from tokenizers import Tokenizer

ALPHABET = list("abcdé日本 ▁Ġ'.,<>😀\u0301\u00a0\t0") + ["##", "</w>", "<0x61>", "<unk>", "ab", "日本"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *choices):
        return self.random.choice(choices)

    def text(self, longest):
        return "".join(self.random.choice(ALPHABET) for _ in range(self.random.randint(0, longest)))

    def words(self, count):
        found = [c for c in ALPHABET if self.chance(0.7)]
        while len(found) < count:
            found.append(self.text(4) or "a")
        found = list(dict.fromkeys(found))
        self.random.shuffle(found)
        return found

    def ids(self, words):
        step = self.pick(1, 1, 1, 3, 999983)
        return {word: place * step for place, word in enumerate(words)}

    def bpe(self):
        prefix = self.pick(None, None, "", "##")
        suffix = self.pick(None, None, "</w>")
        base = [c for c in "abcdé日 ▁Ġ'.,0" if self.chance(0.8)]
        tokens = dict.fromkeys(base + ["<unk>"])
        for c in base:
            for form in ((prefix or "") + c, c + (suffix or ""), (prefix or "") + c + (suffix or "")):
                if self.chance(0.8):
                    tokens[form] = None
        if self.chance(0.3):
            tokens.update(dict.fromkeys(BYTES))
        merges = []
        for _ in range(self.pick(5, 30, 60)):
            left, right = self.random.choice(list(tokens)), self.random.choice(list(tokens))
            if right.startswith(prefix or "") and len(left + right) < 14:
                merges.append([left, right])
                tokens[left + right[len(prefix or ""):]] = None
        words = list(tokens)
        self.random.shuffle(words)
        return {"type": "BPE", "unk_token": self.pick(None, "<unk>", "<unk>", "nope"),
                "continuing_subword_prefix": prefix, "end_of_word_suffix": suffix,
                "fuse_unk": self.chance(0.5), "byte_fallback": self.chance(0.5),
                "ignore_merges": self.chance(0.3), "vocab": self.ids(words), "merges": merges}

    def word_piece(self):
        prefix = self.pick("##", "##", "", "é")
        words = self.words(40) + [prefix + word for word in self.words(30)]
        return {"type": "WordPiece", "unk_token": self.pick("<unk>", "<unk>", "nope"),
                "continuing_subword_prefix": prefix,
                "max_input_chars_per_word": self.pick(3, 10, 100),
                "vocab": self.ids(list(dict.fromkeys(words)))}

    def word_level(self):
        return {"type": "WordLevel", "unk_token": self.pick("<unk>", "<unk>", "nope"),
                "vocab": self.ids(self.words(50))}

    def unigram(self):
        words = self.words(60) + (BYTES if self.chance(0.3) else [])
        if self.chance(0.3):
            words += self.random.sample(words, 4)
        vocab = [[word, self.pick(0.0, -1.0, -2.5, -self.random.random() * 12)] for word in words]
        unk = words.index("<unk>") if "<unk>" in words else self.pick(None, 0)
        return {"type": "Unigram", "unk_id": unk, "vocab": vocab, "byte_fallback": self.chance(0.5)}

    def special(self):
        return [self.pick("[CLS]", "</s>", "日"), self.random.randrange(50)]

    def template(self):
        tokens = {name: {"id": name, "ids": list(range(40, 40 + size)),
                         "tokens": [name + str(i) for i in range(size)]}
                  for name, size in (("X", 1), ("Y", 2), ("Z", 0))}

        def pieces(sequences, count):
            # Each sequence at most once: windows of repeated ones multiply.
            names = [("SpecialToken", self.pick("X", "Y", "Z")) for _ in range(count)]
            names += [("Sequence", sequence) for sequence in sequences if self.chance(0.9)]
            self.random.shuffle(names)
            return [{kind: {"id": name, "type_id": self.random.randrange(3)}} for kind, name in names]

        return {"type": "TemplateProcessing", "single": pieces("A", 2), "pair": pieces("AB", 3),
                "special_tokens": tokens}

    def post_processor(self):
        bert = {"type": "BertProcessing", "sep": self.special(), "cls": self.special()}
        trims = {"trim_offsets": self.chance(0.6), "add_prefix_space": self.chance(0.5)}
        roberta = {**bert, **trims, "type": "RobertaProcessing"}
        byte_level = {"type": "ByteLevel", **trims}
        sequence = {"type": "Sequence", "processors": [byte_level, self.template()]}
        return self.pick(None, bert, roberta, byte_level, self.template(), self.template(), sequence)

    def decoder(self):
        rows = [
            {"type": "BPEDecoder", "suffix": self.pick("</w>", "", "a")},
            {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
            {"type": "WordPiece", "prefix": self.pick("##", "a"), "cleanup": self.chance(0.5)},
            {"type": "Metaspace", "replacement": self.pick("▁", "日"),
             "prepend_scheme": self.pick("always", "first", "never")},
            {"type": "CTC", "pad_token": "a", "word_delimiter_token": ".", "cleanup": self.chance(0.5)},
            {"type": "Replace", "pattern": self.pick({"String": "▁"}, {"Regex": "[ab]+"}), "content": " "},
            {"type": "Fuse"}, {"type": "ByteFallback"},
            {"type": "Strip", "content": self.pick(" ", "a"), "start": 1, "stop": self.pick(0, 0, 1)},
        ]
        return self.pick(None, *rows, {"type": "Sequence", "decoders": self.random.sample(rows, 2)})

    def tokenizer(self):
        pre_tokenizer = self.pick(
            None, {"type": "WhitespaceSplit"},
            {"type": "Metaspace", "replacement": "▁", "prepend_scheme": self.pick("always", "never"),
             "split": self.chance(0.7)},
            {"type": "ByteLevel", "add_prefix_space": self.chance(0.5), "trim_offsets": True})
        truncation = {"direction": self.pick("Left", "Right"), "max_length": self.pick(0, 1, 3, 5, 8),
                      "strategy": self.pick("LongestFirst", "OnlyFirst", "OnlySecond"),
                      "stride": self.pick(0, 0, 1, 2)}
        padding = {"strategy": self.pick("BatchLongest", {"Fixed": 7}), "direction": self.pick("Left", "Right"),
                   "pad_to_multiple_of": self.pick(None, 4), "pad_id": 3, "pad_type_id": 1, "pad_token": "[P]"}
        model = self.pick(self.bpe, self.bpe, self.word_piece, self.word_level, self.unigram, self.unigram)
        return {"version": "1.0", "truncation": self.pick(None, truncation),
                "padding": self.pick(None, padding), "added_tokens": [], "normalizer": None,
                "pre_tokenizer": pre_tokenizer, "post_processor": self.post_processor(),
                "decoder": self.decoder(), "model": model()}

    def request(self):
        if self.chance(0.3):
            return {"ids": [self.random.randrange(90) for _ in range(self.random.randint(0, 6))]}
        request = {"text": self.text(self.pick(3, 8, 25, 90)), "add_special_tokens": self.chance(0.7)}
        if self.chance(0.4):
            request["text_pair"] = self.text(12)
        return request


def dump(encoding):
    return {"ids": encoding.ids, "type_ids": encoding.type_ids, "tokens": encoding.tokens,
            "offsets": encoding.offsets, "word_ids": encoding.word_ids,
            "sequence_ids": encoding.sequence_ids, "attention_mask": encoding.attention_mask,
            "special_tokens_mask": encoding.special_tokens_mask,
            "overflowing": [dump(window) for window in encoding.overflowing]}


def answer(tokenizer, request):
    try:
        if "ids" in request:
            return {"expected": {"text": tokenizer.decode(request["ids"])}}
        encoding = tokenizer.encode(request["text"], request.get("text_pair"),
                                    add_special_tokens=request["add_special_tokens"])
        return {"expected": dump(encoding)}
    except BaseException as error:  # a panic of the library derives from BaseException
        return {"error": str(error)[:80]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    maker = Maker(arguments.seed)
    lines = [{"tokenizers": tokenizers.__version__, "python": sys.version.split()[0], "seed": arguments.seed}]
    for _ in range(arguments.count):
        text = json.dumps(maker.tokenizer(), ensure_ascii=False, separators=(",", ":"))
        tokenizer = Tokenizer.from_str(text)
        requests = [maker.request() for _ in range(8)]
        lines.append({"tokenizer": text,
                      "cases": [{"request": r, **answer(tokenizer, r)} for r in requests]})
    target = pathlib.Path(__file__).parent / "data" / "components.jsonl"
    target.write_text("".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
                              for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
