#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares sentence-similarity and text-ranking with sentence-transformers.

    python tests/differential/sentences_fuzz.py PENSTOCK [--seed 1] [--models 20] [--requests 20]
    python tests/differential/sentences_fuzz.py PENSTOCK --model CHECKPOINT --exported FOLDER

The first form makes tiny random models: every pooling mode, Dense, LayerNorm and Normalize modules,
prompts, max_seq_length, do_lower_case, similarity functions; and cross-encoders with every way to
name an activation. The second compares one real model: its checkpoint in sentence-transformers and
an exported folder with the same modules in Penstock. Numbers agree to 1e-5. Exits 1 at a difference.
"""
import argparse
import json
import logging
import pathlib
import random
import sys
import tempfile
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
warnings.simplefilter("ignore")

import torch  # noqa: E402
from sentence_transformers import CrossEncoder, SentenceTransformer, models  # noqa: E402

import tasks_fuzz  # noqa: E402
import tasks_requests  # noqa: E402
from golden import architectures  # noqa: E402
from golden.tiny_models import CORPUS  # noqa: E402

TOLERANCE = 1e-5
POOLINGS = ["cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"]
PROMPTS = {"query": "query: ", "passage": "A passage!  ", "empty": ""}


def sentence_model(rng, family, seed, folder):
    """A SentenceTransformer saved in `folder`."""
    tokenizer, model = architectures.make(family, "feature-extraction", seed, None, rng.choice([None, 24]))
    with tempfile.TemporaryDirectory() as made:
        model.save_pretrained(made)
        tokenizer.save_pretrained(made)
        transformer = models.Transformer(made, max_seq_length=rng.choice([None, 16, 32]),
                                         do_lower_case=rng.random() < 0.3)
    modes = rng.sample(POOLINGS, rng.choice([1, 1, 1, 2, 3]))
    flags = {f"pooling_mode_{name}{'' if name in ('mean_sqrt_len_tokens', 'lasttoken') else '_token' if name == 'cls' else '_tokens'}":
             name in modes for name in POOLINGS}
    size = transformer.get_word_embedding_dimension()
    # Masking for max overwrites the first token, which cls has only looked at: not copied here.
    whole = rng.random() < 0.5 or ("cls" in modes and "max" in modes)
    modules = [transformer, models.Pooling(size, include_prompt=whole, **flags)]
    size *= len(modes)
    for _ in range(rng.choice([0, 0, 1, 2])):
        activation = rng.choice([torch.nn.Tanh(), torch.nn.Identity(), torch.nn.GELU(), torch.nn.ReLU()])
        torch.manual_seed(seed)
        modules.append(rng.choice([lambda: models.Dense(size, 10, bias=rng.random() < 0.7, activation_function=activation),
                                   lambda: models.LayerNorm(size)])())
        size = modules[-1].get_sentence_embedding_dimension()
    if rng.random() < 0.5:
        modules.append(models.Normalize())
    sentence = SentenceTransformer(modules=modules, device="cpu", prompts=rng.choice([{}, PROMPTS]))
    sentence.similarity_fn_name = rng.choice([None, "cosine", "dot", "euclidean", "manhattan"])
    if sentence.prompts.get("passage") and rng.random() < 0.4:
        sentence.default_prompt_name = "passage"
    sentence.save(str(folder))
    return tokenizer


def cross_encoder(rng, family, seed, folder):
    labels = rng.choice([["LABEL_0"], ["LABEL_0"], ["no", "maybe", "yes"]])
    tokenizer, model = architectures.make(family, "text-classification", seed, labels, rng.choice([None, 24]))
    activation = rng.choice([None, "torch.nn.modules.linear.Identity", "torch.nn.modules.activation.Sigmoid",
                             "mine.Own"])
    if activation and rng.random() < 0.5:
        model.config.sentence_transformers = {"activation_fn": activation}
    elif activation:
        model.config.sbert_ce_default_activation_function = activation
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return tokenizer


def export(folder, task, target):
    from optimum.exporters.onnx import main_export

    main_export(str(folder), str(target), task=task, device="cpu", do_validation=False, library_name="transformers")
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        (target / name).write_bytes((folder / name).read_bytes())
    for path in folder.rglob("*"):
        copy = target / path.relative_to(folder)
        if path.is_file() and not copy.exists() and path != folder / "model.safetensors":
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def sentence_request(draw, prompts):
    call = draw.some({"normalize_embeddings": draw.pick(True, False), "truncate_dim": draw.pick(3, 1000),
                      "similarity_fn_name": draw.pick("cosine", "dot", "euclidean", "manhattan"),
                      "prompt": draw.pick("Say: ", "", "x"), "batch_size": draw.pick(1, 2, 8)}, 0.25)
    if "prompt" not in call and draw.chance(0.3):
        call["prompt_name"] = draw.rng.choice(["query", "document", "nobody"] + list(prompts))
    texts = [draw.rng.choice(["", " ", "\u00a0"]) + draw.text() for _ in range(3)]
    inputs = draw.rng.choice([texts[0], texts, {"source_sentence": texts[0], "sentences": texts[1:]},
                              {"source_sentence": texts[0], "sentences": []}])
    return {"inputs": inputs, "parameters": call}


def sentence_answer(model, request):
    from sentence_transformers.similarity_functions import SimilarityFunction

    inputs, call = request["inputs"], dict(request["parameters"])
    name = call.pop("similarity_fn_name", model.similarity_fn_name)
    try:
        if not isinstance(inputs, dict):
            return tasks_fuzz.plain(model.encode(inputs, **call)), None
        source = model.encode(inputs["source_sentence"], **call)
        if not inputs["sentences"]:
            return [], None
        others = model.encode(inputs["sentences"], **call)
        return tasks_fuzz.plain(SimilarityFunction.to_similarity_fn(name)(source, others)[0]), None
    except Exception as error:
        return None, str(error)


def ranking_request(draw):
    call = draw.some({"top_k": draw.pick(1, 2, 10), "return_documents": draw.pick(True, False),
                      "apply_softmax": draw.pick(True, False), "batch_size": draw.pick(1, 2, 8)}, 0.3)
    texts = [draw.text() for _ in range(5)]
    inputs = draw.rng.choice([{"query": texts[0], "documents": texts[1:]}, {"text": texts[0], "text_pair": texts[1]},
                              [{"text": a, "text_pair": b} for a, b in zip(texts, texts[1:])]])
    if not (isinstance(inputs, dict) and "query" in inputs):
        call = {name: call[name] for name in call if name in ("apply_softmax", "batch_size")}
    return {"inputs": inputs, "parameters": call}


def ranking_answer(model, request):
    inputs, call = request["inputs"], request["parameters"]
    pair = lambda item: (item["text"], item["text_pair"])  # noqa: E731
    try:
        if isinstance(inputs, dict) and "query" in inputs:
            return tasks_fuzz.plain(model.rank(inputs["query"], inputs["documents"], **call)), None
        return tasks_fuzz.plain(model.predict([pair(i) for i in inputs] if isinstance(inputs, list) else pair(inputs),
                                              **call)), None
    except Exception as error:
        return None, str(error)


def ordered(value):
    """Documents of equal scores may change places."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "corpus_id" in value[0]:
        return sorted(value, key=lambda row: (round(row["score"], 4), row["corpus_id"]))
    return value


def compare(counts, arguments, task, folder, requests, answers, label):
    for request, (want, error), got in zip(requests, answers, tasks_fuzz.ask_penstock(
            arguments.penstock, folder, task, arguments.accelerator, requests)):
        refused = isinstance(got, dict) and "error" in got
        found = None
        if error and "index out of range" in error:
            continue  # the reference lets texts through that its model cannot take; here they are cut
        if error or refused:
            found = None if error and refused else f"{str(got)[:200]} / {error}"
        else:
            found = tasks_fuzz.difference(ordered(want), ordered(got), TOLERANCE)
        counts["refused" if error else "answered"] += 1
        counts["different"] += bool(found)
        if found:
            print(f"DIFFERENT {label}\n  {json.dumps(request)[:600]}\n  {found}", flush=True)


def random_model(counts, arguments, seed):
    rng = random.Random(seed)
    family = rng.choice([name for name in architectures.FAMILIES if name not in ("convbert", "mobilebert")])
    ranking = rng.random() < 0.35
    with tempfile.TemporaryDirectory() as temporary:
        folder, target = pathlib.Path(temporary, "st"), pathlib.Path(temporary, "onnx")
        folder.mkdir()
        tokenizer = (cross_encoder if ranking else sentence_model)(rng, family, seed, folder)
        try:
            export(folder, "text-classification" if ranking else "feature-extraction", target)
        except Exception as error:
            print(f"not exported: {family} {seed}: {type(error).__name__} {str(error)[:160]}", flush=True)
            return
        draw = tasks_requests.Draw(rng, list(tokenizer.get_vocab()) + " ".join(CORPUS).split(), tokenizer)
        if ranking:
            model, answer = CrossEncoder(str(folder), device="cpu"), ranking_answer
            requests = [ranking_request(draw) for _ in range(arguments.requests)]
        else:
            model, answer = SentenceTransformer(str(folder), device="cpu"), sentence_answer
            requests = [sentence_request(draw, model.prompts) for _ in range(arguments.requests)]
        answers = [answer(model, request) for request in requests]
        compare(counts, arguments, "text-ranking" if ranking else "sentence-similarity", target, requests, answers,
                f"{family} seed {seed} {'cross-encoder' if ranking else [str(m) for m in model][1:]}")
    counts["models"] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--models", type=int, default=20)
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--accelerator", default="ort")
    parser.add_argument("--model", help="a checkpoint that sentence-transformers can load")
    parser.add_argument("--exported", help="the same model for Penstock")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    counts = {"models": 0, "answered": 0, "refused": 0, "different": 0}
    if arguments.model:
        model = SentenceTransformer(arguments.model, device="cpu")
        rng = random.Random(arguments.seed)
        draw = tasks_requests.Draw(rng, " ".join(CORPUS).split(), model.tokenizer)
        requests = [sentence_request(draw, model.prompts) for _ in range(arguments.requests)]
        compare(counts, arguments, "sentence-similarity", arguments.exported, requests,
                [sentence_answer(model, request) for request in requests], arguments.model)
    else:
        for seed in range(arguments.seed, arguments.seed + arguments.models):
            random_model(counts, arguments, seed)
            print(f"{seed}: {counts}", flush=True)
    print(counts)
    sys.exit(1 if counts["different"] else 0)


if __name__ == "__main__":
    main()
