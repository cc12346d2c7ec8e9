# SPDX-License-Identifier: Apache-2.0
"""Fine-tunes a BERT classifier folder on the rated sentences."""

import argparse
import math
import pathlib
import random
import time

import torch
from transformers import AutoTokenizer, BertForSequenceClassification

import data
import phrases
import record

MAX_TOKENS = 64
BATCH = 32
PHRASES = 1500
# A rating r is learned as P(positive) = sigmoid(RATING_SLOPE * r): clear ratings give clear scores.
RATING_SLOPE = 1.5
LABELS = {"id2label": {0: "NEGATIVE", 1: "POSITIVE"}, "label2id": {"NEGATIVE": 0, "POSITIVE": 1}}


def encode(tokenizer, rows):
    return tokenizer([r["inputs"] for r in rows], truncation=True, max_length=MAX_TOKENS)[
        "input_ids"
    ]


def batches(ids, rng=None, size=BATCH):
    """Groups of row numbers of similar length; with rng in a new random order on each call."""
    noise = rng.random if rng else lambda: 0.0
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]) + 3 * noise())
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if rng:
        rng.shuffle(groups)
    return groups


def pad(ids, group):
    width = max(len(ids[i]) for i in group)
    tokens = torch.tensor([ids[i] + [0] * (width - len(ids[i])) for i in group])
    return {"input_ids": tokens, "attention_mask": (tokens != 0).long()}


def forward(model, inputs):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(**inputs).logits
    return logits.float()


def predict(model, ids):
    """P(positive) of each row."""
    model.eval()
    scores = torch.zeros(len(ids))
    with torch.no_grad():
        for group in batches(ids, size=64):
            scores[group] = forward(model, pad(ids, group)).softmax(-1)[:, 1]
    return scores


def accuracy(scores, rows):
    right = sum((s > 0.5) == (r["label"] == "POSITIVE") for s, r in zip(scores.tolist(), rows))
    return right / len(rows)


def make_optimizer(model, lr, steps):
    head = [p for n, p in model.named_parameters() if n.startswith("classifier")]
    body = [p for n, p in model.named_parameters() if not n.startswith("classifier")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": lr}, {"params": head, "lr": 5 * lr}], weight_decay=0.01, fused=True
    )
    warm = max(1, steps // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    return optimizer, schedule


def fit(model, tokenizer, train, dev, args):
    rng = random.Random(args.seed)
    ids, dev_ids = encode(tokenizer, train), encode(tokenizer, dev)
    targets = torch.sigmoid(RATING_SLOPE * torch.tensor([r["rating"] for r in train]))
    optimizer, schedule = make_optimizer(
        model, args.lr, math.ceil(len(train) / BATCH) * args.epochs
    )
    started = time.time()
    for epoch in range(args.epochs):
        model.train()
        total = 0.0
        for group in batches(ids, rng):
            logits = forward(model, pad(ids, group))
            positive = targets[group]
            goal = torch.stack([1 - positive, positive], -1)
            loss = -(goal * logits.log_softmax(-1)).sum(-1).mean()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total += loss.item() * len(group)
        scores = predict(model, dev_ids)
        movie = [i for i, r in enumerate(dev) if r["source"] == "movie"]
        results = {
            "loss": round(total / len(train), 4),
            "dev": round(accuracy(scores, dev), 4),
            "movie dev": round(accuracy(scores[movie], [dev[i] for i in movie]), 4),
        }
        print(f"epoch {epoch + 1} {results} {time.time() - started:.0f} s", flush=True)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", help="model folder to start from")
    parser.add_argument("work", type=pathlib.Path, help="folder with train.jsonl and dev.jsonl")
    parser.add_argument("out")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    model = BertForSequenceClassification.from_pretrained(args.start, **LABELS)
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    train = data.read_rows(args.work / "train.jsonl") + phrases.make_rows(PHRASES, args.seed)
    results = fit(model, tokenizer, train, data.read_rows(args.work / "dev.jsonl"), args)
    model.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)
    options = {
        "sentences": len(train),
        "epochs": args.epochs,
        "lr": args.lr,
        "seed": args.seed,
        "batch": BATCH,
    }
    record.add(args.out, args.start, "fine-tune", options, results)


if __name__ == "__main__":
    main()
