#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `penstock tokenize FOLDER --jsonl` with AutoTokenizer of transformers 4.57.6 on folders
that hold the files of a slow tokenizer and no tokenizer.json.

    python tests/differential/slow_classes_fuzz.py PENSTOCK [--seed 1] [--folders 100] [--texts 30]
        [--only CLASS ...]

Small vocabularies, random options in tokenizer_config.json, random added tokens. Equal means ids,
masks, overflow and decoded text; for fast classes token texts, type ids and offsets as well. What
the reference refuses must be refused. Exits 1 at any difference.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

os.environ.setdefault("RUST_BACKTRACE", "0")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "critical")
warnings.filterwarnings("ignore")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from slow_folders import MAKERS, random_text
from tokenizers.decoders import DecodeStream
from transformers import AutoTokenizer


def encode_arguments(request):
    names = ("truncation", "max_length", "stride", "padding", "padding_side", "truncation_side",
             "pad_to_multiple_of", "return_overflowing_tokens")
    given = {n: request[n] for n in names if request.get(n) is not None}
    sides = {n: given.pop(n) for n in ("truncation_side",) if n in given}
    return given, sides


def slow_answer(tokenizer, request):
    given, sides = encode_arguments(request)
    overflow = given.get("return_overflowing_tokens", False)
    old_side = tokenizer.truncation_side
    tokenizer.truncation_side = sides.get("truncation_side", old_side)
    try:
        add = request["add_special_tokens"]
        out = tokenizer(request["words"] if "words" in request else request["text"],
                        request.get("text_pair"), is_split_into_words="words" in request,
                        add_special_tokens=add, return_special_tokens_mask=True,
                        return_attention_mask=True, **given)
    finally:
        tokenizer.truncation_side = old_side
    ids = out["input_ids"]
    if None in ids:
        raise ValueError("an id is None")
    answer = {"ids": ids, "attention_mask": out["attention_mask"]}
    if "padding" not in given:  # an id may go by two names; padding is called by the pad token's
        answer["tokens"] = tokenizer.convert_ids_to_tokens(ids)
    if len(out["special_tokens_mask"]) == len(ids):
        answer["special_tokens_mask"] = out["special_tokens_mask"]
    if "token_type_ids" in out and len(out["token_type_ids"]) == len(ids):
        answer["type_ids"] = out["token_type_ids"]
    cut = out.get("overflowing_tokens", [])
    answer["overflowing"] = [cut] if overflow and cut else []
    return answer


def slow_view(got, expected):
    view = {k: got.get(k) for k in expected}
    view["overflowing"] = [w["ids"] for w in got.get("overflowing", [])]
    return view


def encoding_fields(encoding):
    return {"ids": encoding.ids, "type_ids": encoding.type_ids, "tokens": encoding.tokens,
            "offsets": [list(o) for o in encoding.offsets],
            "attention_mask": encoding.attention_mask,
            "special_tokens_mask": encoding.special_tokens_mask}


def fast_answer(tokenizer, request):
    backend = tokenizer.backend_tokenizer
    backend.no_truncation()
    backend.no_padding()
    encoding = backend.encode(request["text"], request.get("text_pair"),
                              add_special_tokens=request["add_special_tokens"])
    return {**encoding_fields(encoding),
            "overflowing": [encoding_fields(o) for o in encoding.overflowing]}


def stream_answer(tokenizer, request):
    stream = DecodeStream(skip_special_tokens=request["skip_special_tokens"])
    return {"steps": [stream.step(tokenizer.backend_tokenizer, i) for i in request["ids"]]}


def reference_answer(tokenizer, request):
    try:
        if "stream" in request:
            return stream_answer(tokenizer, request)
        if "ids" in request:
            text = tokenizer.decode(request["ids"],
                                    skip_special_tokens=request["skip_special_tokens"])
            text.encode()  # half characters cannot leave Python, either
            return {"text": text}
        return fast_answer(tokenizer, request) if tokenizer.is_fast else slow_answer(
            tokenizer, request)
    except BaseException as error:  # a panic is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return {"error": repr(error)}


def call_arguments(rng):
    """Of a slow class: truncation and padding as in a call."""
    if rng.random() < 0.5:
        return {}
    given = {"max_length": rng.choice([0, 1, 2, 3, 5, 8, 12])}
    if rng.random() < 0.85:
        given["truncation"] = rng.choice(["longest_first", "only_first", "only_second"])
    if rng.random() < 0.3:
        given["stride"] = rng.randint(0, 4)
    if rng.random() < 0.4:
        given["padding"] = rng.choice(["longest", "max_length"])
        given["padding_side"] = rng.choice(["left", "right"])
    if rng.random() < 0.5:
        given["truncation_side"] = rng.choice(["left", "right"])
    if rng.random() < 0.3:
        given["return_overflowing_tokens"] = True
    if rng.random() < 0.1:
        given["pad_to_multiple_of"] = 4
    return given


def random_requests(rng, tokenizer, folder, count):
    requests = []
    for _ in range(count):
        if rng.random() < 0.3:
            largest = min(len(tokenizer) + 3, 1200)
            ids = [rng.randrange(largest) for _ in range(rng.randint(0, 12))]
            if rng.random() < 0.5:  # repetitions, for CTC
                ids = [i for i in ids for _ in range(rng.randint(1, 3))]
            request = {"ids": ids, "skip_special_tokens": rng.random() < 0.5}
            if tokenizer.is_fast and rng.random() < 0.4:
                request["stream"] = True
            requests.append(request)
            continue
        request = {"text": random_text(rng, folder.contents),
                   "add_special_tokens": rng.random() < 0.8}
        if rng.random() < 0.3:
            request["text_pair"] = random_text(rng, folder.contents)
        elif not tokenizer.is_fast and rng.random() < 0.1:
            words = [random_text(rng, folder.contents) for _ in range(rng.randint(1, 3))]
            request = {"words": words, "add_special_tokens": rng.random() < 0.8}
        if not tokenizer.is_fast:
            request.update(call_arguments(rng))
        requests.append(request)
    return requests


def same(expected, got, is_fast, name):
    if "error" in expected or not isinstance(got, dict):
        return isinstance(got, dict) and set(got) == {"error"}
    if name == "tekken":  # two tokens have each of the first ids; which text is given is chance
        expected, got = dict(expected, tokens=0), dict(got, tokens=0)
    if is_fast or "ids" not in expected:
        return got == expected
    return slow_view(got, expected) == expected


def run(penstock, path, requests):
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in requests)
    done = subprocess.run([penstock, "tokenize", path.name, "--jsonl"], input=lines.encode(),
                          capture_output=True, cwd=path.parent, timeout=300)
    return done.returncode, done.stdout.decode("utf-8", "replace").split("\n"), done.stderr.decode()


def check(penstock, parent, name, seed, texts, show):
    rng = random.Random(seed)
    path = parent / ("%s-%d" % (name, seed))
    path.mkdir()
    folder = MAKERS[name](rng, path)
    what = "%s seed %d: %s" % (name, seed, json.dumps(folder.config, ensure_ascii=False)[:600])
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(path))
    except Exception as error:
        code, lines, errors = run(penstock, path, [{"text": "a"}])
        if code != 0 and not any(lines):
            return 1, 0
        print("%s\n  loaded, but the reference says %r" % (what, error))
        return 0, 1
    requests = random_requests(rng, tokenizer, folder, texts)
    code, lines, errors = run(penstock, path, requests)
    if code < 0 or sum(map(bool, lines)) != len(requests):
        print("%s\n  exit %s %s" % (what, code, errors.strip()[-300:]))
        return 0, len(requests)
    equal = different = 0
    for request, line in zip(requests, lines):
        expected = reference_answer(tokenizer, request)
        try:
            got = json.loads(line)
        except ValueError:
            got = None
        if same(expected, got, tokenizer.is_fast, name):
            equal += 1
            continue
        different += 1
        if different <= show:
            view = got if tokenizer.is_fast or "error" in got or "ids" not in expected else slow_view(
                got, expected)
            key = next((k for k in expected if view.get(k) != expected[k]), "?")
            print("%s\n  %s of %s\n  got      %s\n  expected %s" % (
                what, key, json.dumps(request, ensure_ascii=False),
                str(view.get(key, got))[:500], str(expected.get(key))[:500]))
            what = "%s seed %d" % (name, seed)
    return equal, different


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folders", type=int, default=5, help="of each class")
    parser.add_argument("--texts", type=int, default=40)
    parser.add_argument("--show", type=int, default=1, help="differences to print per folder")
    parser.add_argument("--only", nargs="*", default=sorted(MAKERS))
    options = parser.parse_args()
    penstock = str(pathlib.Path(options.penstock).resolve())
    total = {}
    with tempfile.TemporaryDirectory() as parent:
        for name in options.only:
            counts = [check(penstock, pathlib.Path(parent), name, options.seed * 1_000_000 + i,
                            options.texts, options.show) for i in range(options.folders)]
            total[name] = [sum(c) for c in zip(*counts)]
            print("%-24s %d equal, %d different" % (name, *total[name]), flush=True)
    equal, different = (sum(c) for c in zip(*total.values()))
    print("%d comparisons equal, %d different" % (equal, different))
    sys.exit(0 if different == 0 and equal else 1)


main()
