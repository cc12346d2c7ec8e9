#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random prompts and settings: the token ids of Penstock's generate() against those of Optimum's models.

    generation_fuzz.py WORKER ort|ov FOLDER [FOLDER ...] [--count 200] [--seed 1]

WORKER: build/*/benchmarks/generation_worker. FOLDER: a decoder or an encoder-decoder for that runtime. Greedy search and
beam search with random settings; a line for each folder, and the first differences. Two sequences that part where
Python's own two best logits lie within 1e-5 of one another are counted as ties.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import warnings


def load(folder, accelerator):
    import transformers

    two = transformers.AutoConfig.from_pretrained(folder).is_encoder_decoder
    if accelerator == "ort":
        from optimum.onnxruntime import ORTModelForCausalLM, ORTModelForSeq2SeqLM

        model = (ORTModelForSeq2SeqLM if two else ORTModelForCausalLM).from_pretrained(folder)
    else:
        from optimum.intel import OVModelForCausalLM, OVModelForSeq2SeqLM

        model = (OVModelForSeq2SeqLM if two else OVModelForCausalLM).from_pretrained(
            folder, ov_config={"INFERENCE_PRECISION_HINT": "f32"})
    start = model.config.decoder_start_token_id if two else None
    model.generation_config = transformers.GenerationConfig(pad_token_id=0, decoder_start_token_id=start)
    return model, two


def settings(rng, vocabulary):
    chosen = {"num_beams": rng.choice([1, 1, 2, 3, 4])}
    if rng.random() < 0.5:
        chosen["eos_token_id"] = rng.sample(range(4, vocabulary), rng.choice([1, 1, 40]))
    if rng.random() < 0.3:
        chosen["no_repeat_ngram_size"] = rng.choice([1, 2, 3])
    if rng.random() < 0.3:
        chosen["repetition_penalty"] = rng.choice([0.8, 1.2, 1.7])
    if rng.random() < 0.3 and "eos_token_id" in chosen:
        chosen["min_new_tokens"] = rng.randint(1, 6)
    if chosen["num_beams"] > 1:
        chosen["length_penalty"] = rng.choice([0.5, 1.0, 2.0, -1.0])
        chosen["early_stopping"] = rng.choice([True, False, "never"])
    return chosen


def is_tie(model, two, prompt, first_difference, ids):
    """Whether Python's best logits at that place are as good as equal (greedy search only)."""
    import torch

    tensor = torch.tensor([prompt])
    out = model.generate(input_ids=tensor, attention_mask=torch.ones_like(tensor), max_new_tokens=first_difference + 1,
                         do_sample=False, output_logits=True, return_dict_in_generate=True)
    if first_difference >= len(out.logits):
        return False
    best = out.logits[first_difference][0].topk(2).values
    return float(best[0] - best[1]) < 1e-5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("worker")
    parser.add_argument("accelerator", choices=["ort", "ov"])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    import torch

    warnings.simplefilter("ignore")
    failed = 0
    for folder in args.folders:
        model, two = load(folder, args.accelerator)
        worker = subprocess.Popen([args.worker, args.accelerator, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  text=True, env=dict(os.environ))
        worker.stdout.readline()
        rng = random.Random(f"{args.seed} {pathlib.Path(folder).name}")
        vocabulary = model.config.vocab_size
        equal = ties = 0
        for _ in range(args.count):
            prompt = [rng.randrange(4, vocabulary) for _ in range(rng.randint(1, 24))]
            chosen, new = settings(rng, vocabulary), rng.randint(1, 16)
            ids = torch.tensor([prompt])
            answer = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=new, do_sample=False,
                                    **chosen)
            expected = answer[0].tolist()[1 if two else len(prompt):]
            request = {"prompt": prompt, "new": new, "beams": chosen["num_beams"], "settings": chosen}
            worker.stdin.write(json.dumps(request) + "\n")
            worker.stdin.flush()
            got = json.loads(worker.stdout.readline())["ids"]
            if got == expected:
                equal += 1
                continue
            place = next((i for i, (a, b) in enumerate(zip(got, expected)) if a != b), min(len(got), len(expected)))
            if chosen["num_beams"] == 1 and len(chosen) == 1 and is_tie(model, two, prompt, place, ids):
                ties += 1
                continue
            failed += 1
            if failed <= 10:
                print(json.dumps(request), "\n  expected", expected, "\n  got     ", got, file=sys.stderr)
        worker.kill()
        print(f"{args.accelerator} {pathlib.Path(folder).name}: {equal} of {args.count} equal, {ties} ties", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
