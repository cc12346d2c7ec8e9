# SPDX-License-Identifier: Apache-2.0
"""Rated sentences of the vaderSentiment source distribution, split into train, dev and heldout."""

import argparse
import csv
import hashlib
import html
import io
import json
import pathlib
import re
import tarfile

INNER_ARCHIVE = "additional_resources/hutto_ICWSM_2014.tar.gz"
LEXICON = "vaderSentiment/vader_lexicon.txt"
SOURCES = {
    "movie": "movieReviewSnippets_GroundTruth.txt",
    "product": "amazonReviewSnippets_GroundTruth.txt",
    "tweet": "tweets_GroundTruth.txt",
    "editorial": "nytEditorialSnippets_GroundTruth.txt",
}
# Ratings run from -4 to 4. Sentences closer to 0 than this have no clear label and are left out.
MIN_RATING = 0.5
# A lone word needs a clearer rating than a sentence to be worth learning.
MIN_WORD_RATING = 1.0
# Editorials are rated for how good the news is, so they train the model but do not measure it.
TRAIN_ONLY = {"editorial"}


def find_member(archive, suffix):
    name = next(n for n in archive.getnames() if n.endswith(suffix))
    return archive.extractfile(name).read()


def clean(text):
    text = html.unescape(text).replace("''", '"')
    return re.sub(r"\s+", " ", text).strip()


def rated_sentences(archive):
    """Yields (id, source, text, rating); product and editorial ids start with their document."""
    for source, suffix in SOURCES.items():
        text = find_member(archive, suffix).decode("utf-8")
        for number, rating, sentence in csv.reader(
            io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE
        ):
            if clean(sentence):
                yield f"{source}:{number}", source, clean(sentence), float(rating)


def rated_words(lexicon):
    for line in lexicon.decode("utf-8").splitlines():
        word, rating = line.split("\t")[:2]
        if word.replace("-", "").isalpha():
            yield f"word:{word}", "word", word, float(rating)


def split_of(item_id, source):
    """Every sentence of one document falls into the same split."""
    if source in TRAIN_ONLY or source == "word":
        return "train"
    bucket = hashlib.sha256(item_id.split("_")[0].encode()).digest()[0] / 256
    return "heldout" if bucket < 0.11 else "dev" if bucket < 0.19 else "train"


def build_splits(sdist):
    with tarfile.open(sdist) as outer:
        words = list(rated_words(find_member(outer, LEXICON)))
        with tarfile.open(fileobj=io.BytesIO(find_member(outer, INNER_ARCHIVE))) as inner:
            sentences = list(rated_sentences(inner))
    splits = {"heldout": [], "dev": [], "train": []}
    for item in sentences + words:
        item_id, source, _, rating = item
        if abs(rating) >= (MIN_WORD_RATING if source == "word" else MIN_RATING):
            splits[split_of(item_id, source)].append(item)
    seen = set()
    for name, items in splits.items():
        kept = []
        for item_id, source, text, rating in items:
            key = re.sub(r"\W+", " ", text.lower())
            if key not in seen:
                seen.add(key)
                label = "POSITIVE" if rating > 0 else "NEGATIVE"
                row = {"inputs": text, "label": label, "rating": round(rating, 3)}
                kept.append({**row, "source": source, "id": item_id})
        splits[name] = kept
    return splits


def read_rows(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sdist", help="vaderSentiment-3.3.2.tar.gz")
    parser.add_argument("work", type=pathlib.Path)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    for name, rows in build_splits(args.sdist).items():
        write_rows(args.work / f"{name}.jsonl", rows)
        print(name, len(rows), "of which positive", sum(r["rating"] > 0 for r in rows))


if __name__ == "__main__":
    main()
