# SPDX-License-Identifier: Apache-2.0
"""Collects text for the tokenizer benchmark from what is installed, the same on every run.

make_corpus.py OUT [--mb N]: writes OUT/{eng,code,multi,mixed,short,repeat,nospace,emoji}.bin, each a list
of documents: size (u32, little endian) and UTF-8 text.
"""

import argparse
import glob
import os
import random
import struct
import sys
import sysconfig

DOCS = ["/usr/share/doc/**/*.txt", "/usr/share/doc/**/*.md", "/usr/share/doc/**/README*",
        "/usr/share/doc/**/copyright", "/usr/share/perl/**/*.pod"]


def decode(path):
    try:
        with open(path, "rb") as file:
            return file.read(200_000).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def files(patterns):
    found = set()
    for pattern in patterns:
        found.update(glob.glob(pattern, recursive=True))
    return sorted(path for path in found if os.path.isfile(path))


def take(texts, size, piece):
    """Documents of at most `piece` characters until there are `size` bytes."""
    documents, total = [], 0
    for text in texts:
        for at in range(0, min(len(text), 8 * piece), piece):
            part = text[at : at + piece]
            if len(part) < 200:
                continue
            documents.append(part)
            total += len(part.encode())
            if total >= size:
                return documents
    return documents


def shuffled(paths):
    paths = list(paths)
    random.Random(7).shuffle(paths)
    return paths


def english(packages):
    for path in shuffled(files(DOCS + [packages + "/**/*.md", packages + "/**/*.rst",
                                       packages + "/**/METADATA"])):
        text = decode(path)
        if len(text) > 1000 and sum(map(str.isalpha, text)) > 0.6 * len(text):
            yield text


def code(library, packages):
    for path in shuffled(files([library + "/*.py", packages + "/*/*.py", packages + "/*/*/*.py"])):
        yield decode(path)


def multilingual(library):
    """Message catalogues: the translated texts of .mo files, one document for each language."""
    import gettext

    for path in shuffled(files(["/usr/share/locale/*/LC_MESSAGES/*.mo", library + "/**/*.mo"])):
        try:
            with open(path, "rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog
        except Exception:
            continue
        lines = [text for key, text in sorted(catalogue.items(), key=str) if key and text]
        text = "\n".join(lines)
        if len(text) > 2000 and sum(ord(c) > 127 for c in text) > 0.2 * len(text):
            yield text


def made_up_multilingual():
    """Words drawn from the letters of many scripts, for machines without message catalogues."""
    rng = random.Random(11)
    scripts = [(0x4E00, 0x6E00, ""), (0x3041, 0x3096, ""), (0xAC00, 0xC000, " "), (0x0430, 0x044F, " "),
               (0x03B1, 0x03C9, " "), (0x0627, 0x063A, " "), (0x0915, 0x0939, " "), (0x00E0, 0x00F6, " ")]
    while True:
        low, high, space = rng.choice(scripts)
        words = []
        for _ in range(600):
            words.append("".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 9))))
            if rng.random() < 0.08:
                words[-1] += rng.choice([".", ",", "\n", " 12", "。" if not space else "!"])
        yield space.join(words)


def hostile(size):
    rng = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    emoji = [chr(c) for c in range(0x1F600, 0x1F650)] + ["\u200d", "\ufe0f", "\U0001f468", "\U0001f3fd"]
    return {"repeat": ["a" * size], "nospace": ["".join(rng.choices(letters, k=size))],
            "emoji": ["".join(rng.choices(emoji, k=size // 4))]}


def write(path, documents):
    with open(path, "wb") as out:
        for text in documents:
            data = text.encode()
            out.write(struct.pack("<I", len(data)) + data)
    print(f"{path}: {len(documents)} documents, {sum(len(t.encode()) for t in documents) / 1e6:.2f} MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--mb", type=float, default=1.5)
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    size = int(arguments.mb * 1e6)
    library, packages = sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["purelib"]
    sets = {"eng": take(english(packages), size, 8000), "code": take(code(library, packages), size, 8000)}
    multi = take(multilingual(library), size, 4000)
    if sum(map(len, multi)) < size // 4:
        multi += take(made_up_multilingual(), size, 4000)
    sets["multi"] = multi
    sets["mixed"] = [d for group in zip(sets["eng"], sets["code"], multi) for d in group]
    lines = [line.strip() for text in sets["eng"] for line in text.split("\n\n")]
    sets["short"] = [line[:150] for line in lines if len(line) > 80]
    sets.update(hostile(1_000_000))
    for name, documents in sets.items():
        write(os.path.join(arguments.out, name + ".bin"), documents)


if __name__ == "__main__":
    sys.exit(main())
