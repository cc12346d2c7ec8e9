# SPDX-License-Identifier: Apache-2.0
"""Cuts a BERT down: fewer word pieces, layers, feed-forward units and positions."""

import argparse
import pathlib

import torch
from transformers import AutoTokenizer, BertForSequenceClassification

import data
import record
import train
import vocabulary

# Sentences whose activations tell which feed-forward units matter.
PROBE_SENTENCES = 1024


def unit_importance(model, ids):
    """For each layer: how much each feed-forward unit adds to the layer's output, on average."""
    totals, hooks = [], []
    for layer in model.bert.encoder.layer:
        weight = layer.output.dense.weight.detach().norm(dim=0)
        total = torch.zeros(weight.numel())
        totals.append(total)

        def add(_, __, out, total=total, weight=weight):
            total.add_((out.detach().float() * weight).pow(2).sum((0, 1)))

        hooks.append(layer.intermediate.register_forward_hook(add))
    train.predict(model, ids)
    for hook in hooks:
        hook.remove()
    return totals


def keep_units(layer, units):
    inner, outer = layer.intermediate.dense, layer.output.dense
    inner.weight.data, inner.bias.data = inner.weight.data[units], inner.bias.data[units]
    outer.weight.data = outer.weight.data[:, units]


def cut(model, old_ids, args, importance):
    embeddings = model.bert.embeddings
    words, places = embeddings.word_embeddings, embeddings.position_embeddings
    words.weight.data = words.weight.data[old_ids]
    places.weight.data = places.weight.data[: args.positions]
    layers = model.bert.encoder.layer
    for number in args.layers:
        units = importance[number].topk(args.units).indices.sort().values
        keep_units(layers[number], units)
    model.bert.encoder.layer = torch.nn.ModuleList(layers[n] for n in args.layers)
    config = model.config
    config.vocab_size, config.max_position_embeddings = len(old_ids), args.positions
    config.num_hidden_layers, config.intermediate_size = len(args.layers), args.units


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", help="model folder to cut down")
    parser.add_argument("work", type=pathlib.Path, help="folder with train.jsonl")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 2, 4])
    parser.add_argument("--units", type=int, default=800)
    parser.add_argument("--pieces", type=int, default=6400)
    parser.add_argument("--positions", type=int, default=512)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    model = BertForSequenceClassification.from_pretrained(args.source)
    tokenizer = AutoTokenizer.from_pretrained(args.source)
    rows = [r for r in data.read_rows(args.work / "train.jsonl") if r["source"] != "word"]
    pieces = vocabulary.choose_pieces(tokenizer, rows, args.pieces)
    old_ids = tokenizer.convert_tokens_to_ids(pieces)
    probe = train.encode(tokenizer, rows[:: max(1, len(rows) // PROBE_SENTENCES)])
    cut(model, old_ids, args, unit_importance(model, probe))
    model.save_pretrained(args.out)
    vocabulary.make_tokenizer(pieces, args.out, args.positions).save_pretrained(args.out)
    options = {
        "layers": args.layers,
        "units": args.units,
        "pieces": args.pieces,
        "positions": args.positions,
    }
    results = {"parameters": model.num_parameters()}
    record.add(args.out, args.source, "prune", options, results)


if __name__ == "__main__":
    main()
