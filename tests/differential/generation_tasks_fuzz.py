#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random texts and parameters through the generation tasks: `penstock run` against Optimum's pipelines.

    generation_tasks_fuzz.py PENSTOCK TASK ort|ov FOLDER [FOLDER ...] [--count 200] [--seed 1]

Greedy and beam search with random processors, stopping rules and output parameters; answers must be equal. Prints a line
for each folder and the first differences; exits with 1 if there were any.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import warnings

os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
warnings.filterwarnings("ignore")
WORDS = ("the a of and to in it is was film house red one two 3 4.5 don't it's , . ! ? café naïve — 你好 日本 ДОМ 👩‍👩‍👧 "
         "def return x= (y) [z] DON'T e-mail@example.com 1,000$ \n \t").split(" ")


def parameters(rng, task):
    p = {"max_new_tokens": rng.choice([1, 4, 10, 16])}
    beams = rng.choice([1, 1, 2, 3, 5])
    p["num_beams"] = beams
    if task == "text-generation":
        p["do_sample"] = False
    if beams > 1 and rng.random() < 0.6:
        p["num_return_sequences"] = rng.randint(1, beams)
        p["early_stopping"] = rng.choice([True, False, "never"])
        p["length_penalty"] = rng.choice([0.0, 0.6, 1.0, 2.0, -0.5])
    extra = {"repetition_penalty": lambda: rng.choice([0.8, 1.2, 2.5]), "no_repeat_ngram_size": lambda: rng.choice([1, 2, 3]),
             "encoder_no_repeat_ngram_size": lambda: rng.choice([1, 2]), "encoder_repetition_penalty": lambda: rng.choice([0.7, 1.4]),
             "min_new_tokens": lambda: rng.choice([2, 6]), "min_length": lambda: rng.choice([3, 9]),
             "bad_words_ids": lambda: [[rng.randrange(5, 800)] for _ in range(9)], "suppress_tokens": lambda: [rng.randrange(5, 800) for _ in range(30)],
             "begin_suppress_tokens": lambda: [rng.randrange(5, 800) for _ in range(30)],
             "eos_token_id": lambda: [rng.randrange(5, 800) for _ in range(rng.choice([1, 2, 40]))],
             "forced_eos_token_id": lambda: rng.randrange(5, 800), "forced_bos_token_id": lambda: rng.randrange(5, 800),
             "exponential_decay_length_penalty": lambda: [2, 1.3], "renormalize_logits": lambda: True,
             "sequence_bias": lambda: [[[rng.randrange(1, 800)], 4.5], [[rng.randrange(1, 800)], -2.5]],
             "max_length": lambda: 12, "return_tensors": lambda: True, "clean_up_tokenization_spaces": lambda: rng.random() < 0.5}
    for name in rng.sample(sorted(extra), rng.choice([0, 0, 1, 1, 2, 3])):
        p[name] = extra[name]()
    if task == "text-generation" and rng.random() < 0.3 and "return_tensors" not in p:
        p["return_full_text"] = rng.random() < 0.5
    return p


def request(rng, task):
    text = lambda: " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 14)))
    inputs = text() if rng.random() < 0.7 else [text() for _ in range(rng.randint(1, 3))]
    return {"inputs": inputs, "parameters": parameters(rng, task)}


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
    model = (Causal if task == "text-generation" else Seq2Seq).from_pretrained(folder, **kwargs)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    return transformers.pipeline(task, model=model, tokenizer=tokenizer)


def run(penstock, task, folder, accelerator, requests):
    lines = "".join(json.dumps(r) + "\n" for r in requests)
    command = [penstock, "run", task, "--model", folder, "--accelerator", accelerator, "--jsonl"]
    if accelerator == "ov":
        command += ["--model-kwarg", 'ov_config={"INFERENCE_PRECISION_HINT": "f32"}']
    done = subprocess.run(command, input=lines, capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(requests):
        sys.exit(f"{len(answers)} answers to {len(requests)} requests\n{done.stderr[-2000:]}")
    return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("penstock")
    parser.add_argument("task")
    parser.add_argument("accelerator", choices=["ort", "ov"])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    failed = 0
    for folder in arguments.folders:
        rng = random.Random(arguments.seed)
        requests = [request(rng, arguments.task) for _ in range(arguments.count)]
        answers = run(arguments.penstock, arguments.task, folder, arguments.accelerator, requests)
        pipe = reference(arguments.task, folder, arguments.accelerator)
        different = refused = 0
        for asked, answer in zip(requests, answers):
            try:
                expected = plain(pipe(asked["inputs"], **asked["parameters"]))
            except Exception as error:
                expected, refused = {"error": f"{type(error).__name__}: {error}"}, refused + 1
            same = "error" in answer if isinstance(expected, dict) else answer == expected
            if not same:
                different += 1
                if different <= 3:
                    print(f"{json.dumps(asked)}\n  penstock  {json.dumps(answer)[:600]}\n  reference {json.dumps(expected)[:600]}")
        failed += different
        print(f"{arguments.task} {os.path.basename(folder)} {arguments.accelerator}: {arguments.count} requests, "
              f"{refused} refused by the reference, {different} different", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
