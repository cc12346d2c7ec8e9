# SPDX-License-Identifier: Apache-2.0
"""Chooses the word pieces a small model keeps, in the order of the original vocabulary."""

import collections

from transformers import BertTokenizerFast

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
# Share of the free places given to what the training text uses; the rest goes to the lowest
# original ids, which are the most frequent words of general English.
TRAINING_SHARE = 0.75


def is_kept_character(piece):
    """Latin, Greek and Cyrillic letters, digits, punctuation and symbols; not the other scripts."""
    char = piece.removeprefix("##")
    return len(char) == 1 and (ord(char) < 0x530 or 0x2000 <= ord(char) < 0x2C00)


def choose_pieces(tokenizer, rows, size):
    pieces = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    words = [p for p, _ in pieces if not p.startswith("[unused") and p not in SPECIAL]
    kept = set(filter(is_kept_character, words))
    counts = collections.Counter()
    for row in rows:
        counts.update(set(tokenizer.tokenize(row["inputs"])))
    free = size - len(SPECIAL) - len(kept)
    known = set(words)
    used = [p for p, _ in counts.most_common() if p in known and p not in kept]
    kept.update(used[: int(free * TRAINING_SHARE)])
    for piece in (p for p in words if p.isascii() and p.removeprefix("##").isalpha()):
        if len(kept) + len(SPECIAL) == size:
            break
        kept.add(piece)
    return SPECIAL + [p for p in words if p in kept]


def make_tokenizer(pieces, folder, max_tokens):
    """Writes vocab.txt and returns the lower-casing WordPiece tokenizer over it."""
    path = folder / "vocab.txt"
    path.write_text("".join(p + "\n" for p in pieces), encoding="utf-8")
    return BertTokenizerFast(vocab_file=str(path), do_lower_case=True, model_max_length=max_tokens)
