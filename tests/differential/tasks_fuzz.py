#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `penstock run TASK --jsonl` with Optimum's models in transformers' pipelines.

    python tests/differential/tasks_fuzz.py PENSTOCK [--seed 1] [--models 20] [--requests 40]
                                            [--accelerators ort ov] [--families ...] [--tasks ...]

Each model is a tiny random one of a random architecture with a tokenizer trained for it, and each
request is drawn at random from what its task takes. Strings, offsets, ids, keys and their order are
equal; numbers are within 1e-5 (ort) or 1e-4 (ov). Entries whose scores agree to that tolerance may
change places. What the reference refuses has to be refused. Exits 1 at any difference.
"""
import argparse
import json
import logging
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
warnings.simplefilter("ignore")

from golden import architectures  # noqa: E402
from golden.tiny_models import CORPUS  # noqa: E402
import tasks_requests  # noqa: E402

LABELS = {"text-classification": [None, ["NEG", "POS"], ["joy", "anger", "fear", "love"], ["only"]],
          "zero-shot-classification": [["contradiction", "neutral", "entailment"], ["ENTAILMENT", "NOT"],
                                       ["Entailment", "neutral", "contra"], ["no", "yes"]],
          "token-classification": [["O", "B-PER", "I-PER", "B-LOC", "I-LOC"], None, ["NOUN", "VERB", "O"],
                                   ["O", "PER-X", "I-LOC", "B-LOC"]],
          "question-answering": [None], "fill-mask": [None], "feature-extraction": [None]}
CLASSES = {"text-classification": "SequenceClassification", "zero-shot-classification": "SequenceClassification",
           "token-classification": "TokenClassification", "question-answering": "QuestionAnswering",
           "fill-mask": "MaskedLM", "feature-extraction": "FeatureExtraction"}
TOLERANCE = {"ort": 1e-5, "ov": 1e-4}


def export(tokenizer, model, task, folder, accelerators):
    from optimum.exporters.onnx import main_export
    from optimum.exporters.openvino import main_export as openvino_export

    kind = "text-classification" if task == "zero-shot-classification" else task
    with tempfile.TemporaryDirectory() as made:
        model.save_pretrained(made)
        tokenizer.save_pretrained(made)
        if "ort" in accelerators:
            main_export(made, str(folder), task=kind, device="cpu", do_validation=False)
        if "ov" in accelerators:
            openvino_export(made, str(folder), task=kind, convert_tokenizer=False)


def reference(folder, task, accelerator):
    from transformers import AutoTokenizer, pipeline

    if accelerator == "ort":
        import optimum.onnxruntime as package
        model = getattr(package, "ORTModelFor" + CLASSES[task]).from_pretrained(folder)
    else:
        import optimum.intel as package
        model = getattr(package, "OVModelFor" + CLASSES[task]).from_pretrained(
            folder, ov_config={"INFERENCE_PRECISION_HINT": "f32"})
    return pipeline(task, model=model, tokenizer=AutoTokenizer.from_pretrained(folder))


def plain(value):
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def difference(want, got, tolerance, at="$"):
    if isinstance(want, float):
        fits = isinstance(got, (int, float)) and abs(want - got) <= tolerance * (1 + abs(want))
        return None if fits else f"{at}: {got!r}, expected {want!r}"
    if isinstance(want, dict) and isinstance(got, dict):
        if list(want) != list(got):
            return f"{at}: keys {list(got)}, expected {list(want)}"
        pairs = [(f"{at}.{key}", want[key], got[key]) for key in want]
    elif isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            return f"{at}: {len(got)} entries, expected {len(want)}: {str(got)[:300]} / {str(want)[:300]}"
        pairs = [(f"{at}[{i}]", a, b) for i, (a, b) in enumerate(zip(want, got))]
    else:
        return None if want == got and type(want) is type(got) else f"{at}: {got!r}, expected {want!r}"
    return next((found for path, a, b in pairs if (found := difference(a, b, tolerance, path))), None)


def untied(value, tolerance):
    """The same with entries of (nearly) equal scores in a fixed order."""
    if isinstance(value, dict):
        if set(value) == {"sequence", "labels", "scores"}:
            rows = [{"label": a, "score": b} for a, b in zip(value["labels"], value["scores"])]
            return {"sequence": value["sequence"], "rows": untied(rows, tolerance)}
        return value
    if not isinstance(value, list):
        return value
    value = [untied(item, tolerance) for item in value]
    if not all(isinstance(item, dict) and "score" in item for item in value):
        return value
    groups, last = [], None
    for item in value:
        if last is None or abs(last - item["score"]) > 2 * tolerance:
            groups.append([])
        groups[-1].append(item)
        last = item["score"]
    key = lambda item: json.dumps({k: v for k, v in item.items() if k != "score"}, sort_keys=True)  # noqa: E731
    return [item for group in groups for item in sorted(group, key=key)]


def ask_reference(pipe, task, request):
    inputs, call = request["inputs"], request["parameters"]
    try:
        if task == "question-answering" and isinstance(inputs, dict) and isinstance(inputs.get("question"), list):
            return plain(pipe(question=inputs["question"], context=inputs["context"], **call)), None
        return plain(pipe(inputs, **call)), None
    except BaseException as error:  # whatever the reference raises, a panic too, is its answer
        if isinstance(error, KeyboardInterrupt):
            raise
        return None, f"{type(error).__name__}: {error}"[:200]


def ask_penstock(penstock, folder, task, accelerator, requests):
    command = [penstock, "run", task, "-m", folder, "-a", accelerator, "--jsonl"]
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    environment = dict(os.environ, VIRTUAL_ENV=sys.prefix)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, env=environment, timeout=600)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(requests):
        raise SystemExit(f"{' '.join(map(str, command))}: exit {done.returncode}, {len(answers)} answers of "
                         f"{len(requests)}\n{done.stderr[-2000:]}")
    return answers


def tied_at_cut(task, want, got, tolerance):
    """Of entries with equal scores at the end of a cut list either may be the one that stays."""
    if task == "question-answering":
        want, got = ([side] if isinstance(side, dict) else side for side in (want, got))
    if not (isinstance(want, list) and isinstance(got, list)):
        return False
    if len(want) != len(got) and task != "question-answering":
        return False
    if task == "question-answering":  # spans of no probability, in whatever order they are cut
        want, got = ([item for item in side if not (isinstance(item, dict) and item["score"] == 0)]
                     for side in (want, got))
        if difference(untied(want, tolerance), untied(got, tolerance), tolerance) is None:
            return True
        if len(want) != len(got):
            return False
    if want and all(isinstance(item, dict) and "score" in item for item in want + got):
        return (task in ("question-answering", "fill-mask") and
                all(abs(a["score"] - b["score"]) <= tolerance for a, b in zip(want, got)))
    return all(a == b or tied_at_cut(task, a, b, tolerance) or
                              difference(untied(a, tolerance), untied(b, tolerance), tolerance) is None
                              for a, b in zip(want, got))


def compare(counts, arguments, folder, task, accelerator, requests, label):
    pipe = reference(folder, task, accelerator)
    answers = ask_penstock(arguments.penstock, folder, task, accelerator, requests)
    tolerance = TOLERANCE[accelerator]
    for request, got in zip(requests, answers):
        want, error = ask_reference(pipe, task, request)
        refused = isinstance(got, dict) and "error" in got
        if error or refused:
            found = None if error and refused else f"{'answered' if error else 'refused'}: {str(got)[:300]} / {error}"
        else:
            found = difference(untied(want, tolerance), untied(got, tolerance), tolerance)
            if found and tied_at_cut(task, want, got, tolerance):
                counts["tied"] += 1
                found = None
        counts["refused" if error else "answered"] += 1
        if found:
            counts["different"] += 1
            if counts["different"] <= arguments.show:
                print(f"DIFFERENT {label} {accelerator}\n  {json.dumps(request)[:1500]}\n"
                      f"  {found}", flush=True)
            if arguments.keep:
                with open(arguments.keep, "a") as file:
                    file.write(json.dumps({"label": label, "request": request, "found": found}) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--models", type=int, default=20)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--accelerators", nargs="*", default=["ort", "ov"], choices=["ort", "ov"])
    parser.add_argument("--families", nargs="*", default=list(architectures.FAMILIES))
    parser.add_argument("--tasks", nargs="*", default=list(CLASSES))
    parser.add_argument("--show", type=int, default=20, help="differences that are printed")
    parser.add_argument("--keep", help="a file to which differences are appended")
    parser.add_argument("--folder", help="where the models are left, for a closer look")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    counts = {"models": 0, "answered": 0, "refused": 0, "tied": 0, "different": 0}
    for seed in range(arguments.seed, arguments.seed + arguments.models):
        rng = random.Random(seed)
        task = arguments.tasks[seed % len(arguments.tasks)]
        family = rng.choice(arguments.families)
        max_length = rng.choice([None, None, 24, 64])
        labels = rng.choice(LABELS[task])
        changes = {}
        if task == "text-classification" and rng.random() < 0.4:
            changes["problem_type"] = rng.choice(["regression", "multi_label_classification",
                                                  "single_label_classification"])
        tokenizer, model = architectures.make(family, task, seed, labels, max_length, changes=changes,
                                              vocab_size=rng.choice([150, 300, 500]))
        accelerators = [a for a in arguments.accelerators if a == "ort" or task != "zero-shot-classification"]
        if not accelerators:
            continue
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(arguments.folder or temporary) / f"{family}-{task}-{seed}"
            try:
                export(tokenizer, model, task, folder, accelerators)
            except Exception as error:  # not every exporter knows every architecture
                print(f"not exported: {family} {task} {seed}: {type(error).__name__} {str(error)[:160]}", flush=True)
                continue
            counts["models"] += 1
            words = [token for token in tokenizer.get_vocab()] + " ".join(CORPUS).split()
            # These look at padding: the reference's answers depend on which texts share a batch.
            draw = tasks_requests.Draw(rng, words, tokenizer, family not in ("convbert", "mobilebert"))
            requests = [draw.request(task) for _ in range(arguments.requests)]
            for accelerator in accelerators:
                compare(counts, arguments, folder, task, accelerator, requests, f"{family} {task} seed {seed}")
        print(f"{seed}: {family} {task} {counts}", flush=True)
    print(counts)
    sys.exit(1 if counts["different"] else 0)


if __name__ == "__main__":
    main()
