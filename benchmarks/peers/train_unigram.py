# SPDX-License-Identifier: Apache-2.0
"""Trains the 32k Unigram tokenizer of the benchmark with Hugging Face `tokenizers`.

train_unigram.py CORPUS OUT.json [--vocab 32000]: CORPUS is a folder made by make_corpus.py; texts
of eng, code and multi are learned from. The pipeline is that of a sentencepiece conversion without
a charsmap: Nmt, NFKC, spaces squeezed, Metaspace.
"""

import argparse
import os
import struct
import sys

if os.path.dirname(os.path.abspath(__file__)) in map(os.path.abspath, sys.path[:1]):
    sys.path.pop(0)  # tokenizers.py beside this file bears the name of the package
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers


def lines(path, most):
    """Lines of the documents until there are `most` bytes."""
    with open(path, "rb") as file:
        data = file.read()
    at = total = 0
    while at < len(data) and total < most:
        (size,) = struct.unpack_from("<I", data, at)
        for line in data[at + 4 : at + 4 + size].decode().split("\n"):
            total += len(line)
            yield line[:1000]
        at += 4 + size


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("out")
    parser.add_argument("--vocab", type=int, default=32000)
    parser.add_argument("--mb", type=float, default=1.0, help="of each set")
    arguments = parser.parse_args()
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=arguments.vocab, special_tokens=["<pad>", "</s>", "<unk>"],
                                      unk_token="<unk>", show_progress=False, n_sub_iterations=1)
    text = [line for name in ("eng", "code", "multi")
            for line in lines(os.path.join(arguments.corpus, name + ".bin"), arguments.mb * 1e6)]
    tokenizer.train_from_iterator(text, trainer)
    tokenizer.save(arguments.out)
    print(f"{arguments.out}: {tokenizer.get_vocab_size()} pieces")


if __name__ == "__main__":
    main()
