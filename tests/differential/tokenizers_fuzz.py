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
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

os.environ.setdefault("RUST_BACKTRACE", "0")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
from tokenizers import Tokenizer

from tokenizer_pipelines import CHARSMAP, random_tokenizer
from tokenizer_texts import flag, random_text


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
