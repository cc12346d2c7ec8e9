#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `penstock tokenize FILE --jsonl` with tokenizers 0.22.2 for given files on mutated texts.

    python tests/differential/tokenizer_files_fuzz.py PENSTOCK CORPUS FILE... [--seed 1] [--texts 1000]

CORPUS is a file of benchmarks/peers/make_corpus.py (multi.bin: a hundred languages). A text is a few
slices of its documents, with characters taken out, doubled, swapped, of other languages or of the
nasty alphabet, with and without blanks between: what large vocabularies and their caches meet, which
the small random ones of tokenizers_fuzz.py do not. Exits 1 at any difference.
"""
import argparse
import json
import pathlib
import random
import struct
import sys

from tokenizers import Tokenizer

from tokenizer_texts import NASTY, random_text
from tokenizers_fuzz import describe_difference, reference_answer, run, same


def documents(path):
    data, at, found = pathlib.Path(path).read_bytes(), 0, []
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        found.append(data[at + 4:at + 4 + size].decode())
        at += 4 + size
    return found


def mutated(rng, text, other):
    """`text` with some of its characters changed."""
    chars = list(text)
    for _ in range(rng.randint(0, 1 + len(chars) // 12)):
        if not chars:
            break
        at, kind = rng.randrange(len(chars)), rng.random()
        if kind < 0.2:
            del chars[at]
        elif kind < 0.35:
            chars[at] *= rng.randint(2, 9)
        elif kind < 0.5:
            with_ = rng.randrange(len(chars))
            chars[at], chars[with_] = chars[with_], chars[at]
        elif kind < 0.7:
            chars[at] = rng.choice(other)
        elif kind < 0.85:
            chars.insert(at, rng.choice(NASTY))
        else:
            chars[at] = rng.choice(["", " ", "  ", "\n", chars[at].upper(), chars[at] + "\u0301"])
    return "".join(chars)


def made_text(rng, docs):
    if rng.random() < 0.1:
        return random_text(rng, [])
    parts = []
    for _ in range(rng.randint(1, 5)):
        document, other = rng.choice(docs), rng.choice(docs)
        start = rng.randrange(len(document))
        part = mutated(rng, document[start:start + rng.choice([3, 12, 40, 200])], other)
        if rng.random() < 0.2:
            part = part.replace(" ", "")
        parts.append(part * (rng.randint(2, 4) if rng.random() < 0.05 else 1))
    return rng.choice(["", " ", "\n"]).join(parts)


def check(penstock, path, requests, show):
    reference = Tokenizer.from_file(str(path))
    code, lines, errors = run(penstock, path, requests)
    if code < 0 or sum(map(bool, lines)) != len(requests):
        print("%s: exit %s %s" % (path, code, errors.strip()[-300:]))
        return 0, len(requests)
    equal = different = 0
    for request, line in zip(requests, lines):
        expected, got = reference_answer(reference, request), json.loads(line)
        if same(expected, got):
            equal += 1
            continue
        different += 1
        if different <= show:
            print("%s:\n%s" % (path, describe_difference(request, expected, got, line)))
    return equal, different


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("corpus")
    parser.add_argument("files", nargs="+", help="tokenizer.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--show", type=int, default=2, help="differences to print per file")
    options = parser.parse_args()
    penstock = str(pathlib.Path(options.penstock).resolve())
    docs = [text for text in documents(options.corpus) if text]
    total = 0
    for file in options.files:
        rng = random.Random(options.seed)
        requests = [{"text": made_text(rng, docs), "add_special_tokens": rng.random() < 0.5}
                    for _ in range(options.texts)]
        equal, different = check(penstock, pathlib.Path(file).resolve(), requests, options.show)
        total += different
        print("%s: %d equal, %d different" % (file, equal, different), flush=True)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
