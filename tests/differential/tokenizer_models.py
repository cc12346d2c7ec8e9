# SPDX-License-Identifier: Apache-2.0
"""Random models of a tokenizer.json, trained on a few sentences."""
import json

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from tokenizer_texts import CORPUS, SPECIALS, WORDS, flag


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
