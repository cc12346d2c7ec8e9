# SPDX-License-Identifier: Apache-2.0
"""Hugging Face `tokenizers` against Penstock on the same documents, in one alternating run.

tokenizers.py --bench build/bench/benchmarks/tokenizer_bench --corpus DIR --tokenizer NAME=tokenizer.json ...
CPU seconds per MB, first pass of a fresh process and best of the later ones; ids, offsets and word
ids of every document are compared in the same run. Corpora come from make_corpus.py.
"""

import argparse
import os
import struct
import subprocess
import sys
import tempfile
import time

if os.path.dirname(os.path.abspath(__file__)) in map(os.path.abspath, sys.path[:1]):
    sys.path.pop(0)  # this file bears the name of the package that it measures
os.environ["TOKENIZERS_PARALLELISM"] = "false"
NONE = 0xFFFFFFFF


def read_documents(path):
    with open(path, "rb") as file:
        data = file.read()
    at, documents = 0, []
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        documents.append(data[at + 4 : at + 4 + size].decode())
        at += 4 + size
    return documents


class Reference:
    """This process holds the reference; its first pass is taken in a child process."""

    def __init__(self, path):
        from tokenizers import Tokenizer

        start = time.process_time()
        self.tokenizer = Tokenizer.from_file(path)
        self.load = time.process_time() - start
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def run(self, documents, ids_only):
        start = time.process_time()
        if ids_only:
            for text in documents:
                self.tokenizer.encode_batch_fast([text])
        else:
            for text in documents:
                self.tokenizer.encode(text)
        return time.process_time() - start


class Penstock:
    def __init__(self, bench, tokenizer, corpus):
        self.process = subprocess.Popen([bench, tokenizer, corpus], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.load = float(self.process.stdout.readline().split()[1])

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().split()

    def run(self, ids_only):
        return float(self.ask("ids" if ids_only else "full")[0])

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def differences(reference, peer, documents):
    """Documents whose ids, offsets or word ids are not equal."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "dump")
        peer.ask("dump " + path)
        with open(path, "rb") as file:
            data = memoryview(file.read()).cast("I")
    at = 0
    for text in documents:
        encoding = reference.tokenizer.encode(text)
        count = data[at]
        ids = list(data[at + 1 : at + 1 + count])
        offsets = list(data[at + 1 + count : at + 1 + 3 * count])
        words = list(data[at + 1 + 3 * count : at + 1 + 4 * count])
        at += 1 + 4 * count
        flat = [value for pair in encoding.offsets for value in pair]
        expected_words = [NONE if word is None else word for word in encoding.word_ids]
        wrong += ids != encoding.ids or offsets != flat or words != expected_words
    return wrong


def cold_reference(tokenizer, corpus, ids_only):
    out = subprocess.run([sys.executable, os.path.abspath(__file__), "--cold", tokenizer, corpus,
                          str(int(ids_only))], check=True, capture_output=True, text=True).stdout
    return float(out)


def cold_penstock(bench, tokenizer, corpus, ids_only):
    peer = Penstock(bench, tokenizer, corpus)
    seconds = peer.run(ids_only)
    peer.close()
    return seconds


def compare(arguments, name, tokenizer, corpus):
    path = os.path.join(arguments.corpus, corpus + ".bin")
    documents = read_documents(path)
    megabytes = sum(len(text.encode()) for text in documents) / 1e6
    reference = Reference(tokenizer)
    peer = Penstock(arguments.bench, tokenizer, path)
    wrong = differences(reference, peer, documents)
    if arguments.verify:
        peer.close()
        print(f"{name:10} {corpus:8} {megabytes:6.2f} MB: {wrong} of {len(documents)} documents differ",
              flush=True)
        return wrong
    cells = []
    for ids_only in (False, True):
        theirs, ours = [], []
        for _ in range(arguments.passes):
            theirs.append(reference.run(documents, ids_only))
            ours.extend(peer.run(ids_only) for _ in range(3))
        cells.append((megabytes / min(theirs), megabytes / min(ours)))
    if arguments.with_cold:
        theirs = cold_reference(tokenizer, path, False)
        ours = min(cold_penstock(arguments.bench, tokenizer, path, False) for _ in range(3))
        cells.append((megabytes / theirs, megabytes / ours))
    peer.close()
    shown = "".join(f"{hf:7.2f} {us:8.1f} {us / hf:6.1f}x |" for hf, us in cells)
    print(f"{name:10} {corpus:8} {megabytes:5.2f} |{shown} {wrong} of {len(documents)} differ;"
          f" load {1000 * reference.load:.0f} / {1000 * peer.load:.1f} ms", flush=True)
    return wrong


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "--cold":
        print(Reference(sys.argv[2]).run(read_documents(sys.argv[3]), sys.argv[4] == "1"))
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--tokenizer", action="append", required=True, metavar="NAME=PATH")
    parser.add_argument("--only", default="eng,code,multi,mixed,short,repeat,nospace,emoji")
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--with-cold", action="store_true")
    parser.add_argument("--verify", action="store_true", help="compare ids, offsets and words, time nothing")
    arguments = parser.parse_args()
    if not arguments.verify:
        print("MB per CPU second: reference, Penstock, ratio | full warm | ids only warm |"
              + (" full, first pass of a process |" if arguments.with_cold else ""))
    wrong = 0
    for pair in arguments.tokenizer:
        name, path = pair.split("=", 1)
        for corpus in arguments.only.split(","):
            wrong += compare(arguments, name, path, corpus)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
