#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random texts and parameters through the generation tasks: `penstock run` against Optimum's pipelines.

    generation_tasks_fuzz.py PENSTOCK TASK ort|ov FOLDER [FOLDER ...] [--count 200] [--seed 1]
                             [--odd 0.1] [--variants 10] [--show 3] [--errors]

Greedy and beam search with random processors, stopping rules and output parameters; answers must be equal. Prints a line
for each folder and the first differences; exits with 1 if there were any. Requests: generation_requests.py and seq2seq_requests.py;
folders of every architecture: generation_folders.py and seq2seq_folders.py. Among them are chats, values that are refused (--odd:
how often; --errors tells both sides' words) and variants of each folder with other values in its JSON files.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import warnings

import generation_requests
import seq2seq_requests

os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
warnings.filterwarnings("ignore")


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value.tolist() if hasattr(value, "tolist") else value


def reference(task, folder, accelerator):
    import transformers
    if accelerator == "ort":
        from optimum.onnxruntime import ORTModelForCausalLM as Causal, ORTModelForSeq2SeqLM as Seq2Seq
        kwargs = {}
    else:
        from optimum.intel import OVModelForCausalLM as Causal, OVModelForSeq2SeqLM as Seq2Seq
        kwargs = {"ov_config": {"INFERENCE_PRECISION_HINT": "f32"}}
    if folder.endswith("-plain"):
        kwargs["use_cache"] = False
    model = (Causal if task == "text-generation" else Seq2Seq).from_pretrained(folder, **kwargs)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    return transformers.pipeline(task, model=model, tokenizer=tokenizer)


def expected_of(pipe, asked):
    """What the reference answers, or {"error": ...}."""
    parameters = dict(asked["parameters"])
    if parameters.get("stop_strings") is not None:
        parameters["tokenizer"] = pipe.tokenizer  # Penstock has it at hand
    side = pipe.tokenizer.padding_side
    if parameters.get("batch_size", 1) > 1 and pipe.task == "text-generation":
        pipe.tokenizer.padding_side = "left"  # as Penstock pads, docs/tasks/text-generation.md
    try:
        return plain(pipe(asked["inputs"], **parameters))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    finally:
        pipe.tokenizer.padding_side = side


def is_error(answer):
    return isinstance(answer, dict) and set(answer) == {"error"}


def run(penstock, task, folder, accelerator, requests):
    lines = "".join(json.dumps(r) + "\n" for r in requests)
    command = [penstock, "run", task, "--model", folder, "--accelerator", accelerator, "--jsonl"]
    if accelerator == "ov":
        command += ["--model-kwarg", 'ov_config={"INFERENCE_PRECISION_HINT": "f32"}']
    if folder.endswith("-plain"):
        command += ["--model-kwarg", "use_cache=false"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if not answers and done.returncode > 0:
        return [{"error": done.stderr[-400:]}] * len(requests)  # refuses the folder
    if len(answers) != len(requests):
        sys.exit(f"{len(answers)} answers to {len(requests)} requests\n{done.stderr[-2000:]}")
    return answers


def drawn(arguments, rng, folder, vocabulary):
    if arguments.task != "text-generation":
        codes = seq2seq_requests.languages(folder)
        return [seq2seq_requests.seq2seq_request(rng, arguments.task, vocabulary, codes, arguments.odd)
                for _ in range(arguments.count)]
    with open(os.path.join(folder, "tokenizer_config.json"), encoding="utf-8") as file:
        chats = "chat_template" in json.load(file) or os.path.exists(os.path.join(folder, "chat_template.jinja"))
    requests = [generation_requests.decoder_request(rng, vocabulary, chats, arguments.odd) for _ in range(arguments.count)]
    if arguments.accelerator == "ov" and not folder.endswith("-past"):
        for asked in requests:  # the reference runs both texts on one state, docs/generation.md
            asked["parameters"].pop("guidance_scale", None)
    return requests


def compare(arguments, folder, requests, told=""):
    """How many answers differ; prints the first of them and a line for the folder."""
    answers = run(arguments.penstock, arguments.task, folder, arguments.accelerator, requests)
    pipe, broken = None, None
    try:
        pipe = reference(arguments.task, folder, arguments.accelerator)
    except Exception as error:
        broken = {"error": f"{type(error).__name__}: {error}"}
    different = refused = alone = 0
    for asked, answer in zip(requests, answers):
        expected = broken or expected_of(pipe, asked)
        refused += is_error(expected)
        same = is_error(answer) if is_error(expected) else answer == expected
        if same and is_error(expected) and arguments.errors:
            words = answer["error"]["message"] if isinstance(answer["error"], dict) else answer["error"]
            print(f"both refuse: {json.dumps(asked)[:300]}\n  penstock  {words[:300]}\n  reference {expected['error'][:300]}")
        if not same and is_error(expected):
            alone += 1  # Penstock answers what the reference does not
            if arguments.errors:
                print(f"alone: {json.dumps(asked)[:300]}\n  penstock  {json.dumps(answer)[:300]}\n  reference {expected['error'][:300]}")
        elif not same:
            different += 1
            if different <= arguments.show:
                print(f"{json.dumps(asked)}\n  penstock  {json.dumps(answer)[:600]}\n  reference {json.dumps(expected)[:600]}")
    print(f"{arguments.task} {os.path.basename(folder)} {arguments.accelerator}{told}: {len(requests)} requests, "
          f"{refused} refused by the reference ({alone} of them answered), {different} different", flush=True)
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("task")
    parser.add_argument("accelerator", choices=["ort", "ov"])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--odd", type=float, default=0.1)
    parser.add_argument("--variants", type=int, default=0)
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    failed = 0
    for folder in arguments.folders:
        folder = folder.rstrip("/")
        rng = random.Random(f"{arguments.seed} {os.path.basename(folder)}")
        if arguments.variants == 0:
            failed += compare(arguments, folder, drawn(arguments, rng, folder, 300))
        for number in range(arguments.variants):
            with tempfile.TemporaryDirectory() as made:
                target = os.path.join(made, f"{number}-{os.path.basename(folder)}")
                if arguments.task == "text-generation":
                    told, vocabulary = generation_requests.variant(rng, folder, target)
                else:
                    told, vocabulary = seq2seq_requests.seq2seq_variant(rng, generation_requests.variant, folder, target, arguments.task)
                failed += compare(arguments, target, drawn(arguments, rng, target, vocabulary), f" {json.dumps(told)}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
