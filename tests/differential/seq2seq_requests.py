# SPDX-License-Identifier: Apache-2.0
"""Random requests to the tasks of encoder-decoders, and variants of their folders' JSON files, for generation_tasks_fuzz.py."""
import json
import pathlib

from generation_requests import text, unusual, usual

# Not of these tasks: parameters of text-generation's own.
DECODERS_OWN = {"prefix", "add_special_tokens", "handle_long_generation", "tokenizer_encode_kwargs", "continue_final_message",
                "skip_special_tokens"}
LANGUAGES = {"MBart": ["en_XX", "fr_XX", "de_DE"], "Nllb": ["eng_Latn", "fra_Latn", "deu_Latn"], "M2M100": ["en", "fr", "de"]}


def languages(folder):
    """Codes that the folder's tokenizer knows."""
    name = json.loads((pathlib.Path(folder) / "tokenizer_config.json").read_text(encoding="utf-8"))["tokenizer_class"]
    return next((codes for start, codes in LANGUAGES.items() if name.startswith(start)), [])


def seq2seq_inputs(rng):
    kind = rng.random()
    if kind < 0.04:
        return rng.choice([[], 5, None, [5], {"text": "a"}, [[]], [[5]], [None], True, [["a", None]]])
    if kind < 0.1:
        return [[text(rng) for _ in range(rng.randint(1, 3))]]
    if kind < 0.18:
        return text(rng, 90)
    if kind < 0.75:
        return text(rng)
    return [text(rng, rng.choice([2, 14])) for _ in range(rng.randint(1, 4))]


def seq2seq_request(rng, task, vocabulary, codes, odd):
    """odd: how often a value is at the border of what is taken, or beyond it."""
    some = lambda count: [rng.randrange(3, vocabulary) for _ in range(count)]
    p = {"max_new_tokens": rng.choice([1, 4, 10, 16])}
    beams = rng.choice([None, 1, 1, 2, 3, 5])
    if beams:
        p["num_beams"] = beams
    if beams != 1 and rng.random() < 0.6:
        p["num_return_sequences"] = rng.randint(1, beams or 4)
        p["early_stopping"] = rng.choice([True, False, "never"])
        p["length_penalty"] = rng.choice([0.0, 0.6, 1.0, 2.0, -0.5])
    elif rng.random() < 0.04:
        p["do_sample"], p["top_k"], p["num_beams"] = True, 1, 1
    table = {name: make for name, make in usual(rng, some).items() if name not in DECODERS_OWN}
    table["decoder_start_token_id"] = lambda: some(1)[0]
    table["encoder_no_repeat_ngram_size"] = lambda: rng.choice([1, 2, 3])
    table["truncation"] = lambda: rng.choice([True, False, "only_first", "longest_first", "do_not_truncate"])
    table["return_type"] = lambda: rng.choice([0, 1])
    table["return_text"] = lambda: rng.random() < 0.5
    table["bos_token_id"] = lambda: some(1)[0]
    for name in rng.sample(sorted(table), rng.choice([0, 0, 1, 1, 2, 3])):
        p[name] = table[name]()
    if p.get("return_type") == 0 or p.get("return_tensors"):
        p.pop("return_type", None)  # Python's is an enumeration
        p["return_tensors"] = True
    p.pop("return_type", None)
    if rng.random() < 0.04:
        p.pop("max_new_tokens")
    if task.startswith("translation") and (codes or rng.random() < 0.1):
        if rng.random() < 0.95:
            p["src_lang"] = rng.choice(codes + (["xx", "fr"] if rng.random() < 0.1 else [])) if codes else "en"
        if rng.random() < 0.95:
            p["tgt_lang"] = rng.choice(codes + (["xx", "fr"] if rng.random() < 0.1 else [])) if codes else "fr"
    if rng.random() < odd:
        table = {name: make for name, make in unusual(rng, some).items() if name not in DECODERS_OWN}
        table["decoder_start_token_id"] = lambda: rng.choice([None, -1, 100000, [5], [[5]]])
        table["encoder_no_repeat_ngram_size"] = lambda: rng.choice([0, -1, 100])
        table["encoder_repetition_penalty"] = lambda: rng.choice([0.0, -1.0, 2])
        table["decoder_input_ids"] = lambda: [[5]]
        table["return_dict_in_generate"] = lambda: True
        table["return_full_text"] = lambda: True
        table["src_lang"] = lambda: rng.choice(["en", None, 5])
        table["task"] = lambda: "translation_en_to_fr"
        for name in rng.sample(sorted(table), rng.choice([1, 1, 2])):
            p[name] = table[name]()
    return {"inputs": seq2seq_inputs(rng), "parameters": p}


def of_task(params, task, rng):
    """task_specific_params of a variant: those of a decoder moved to the task, some with a prefix."""
    own = params.get("text-generation", {})
    if rng.random() < 0.5:
        own["prefix"] = rng.choice(["summarize: ", "", "translate English to French: ", "x"])
    return {task: own, rng.choice(["summarization", "translation_en_to_fr", "translation_de_to_en"]): {"num_beams": 2, "prefix": "p: ", "max_length": 9}}


def seq2seq_variant(rng, variant, folder, target, task):
    """generation_requests.variant with what encoder-decoders have besides."""
    told, vocabulary = variant(rng, folder, target)
    path = pathlib.Path(target) / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    if "task_specific_params" in told:
        config["task_specific_params"] = told["task_specific_params"] = of_task(config["task_specific_params"], task, rng)
    values = {"forced_bos_token_id": [7, None], "forced_eos_token_id": [8, [8, 9], None], "decoder_start_token_id": [4, None],
              "bos_token_id": [None, 6], "eos_token_id": [None, 9], "encoder_no_repeat_ngram_size": [2], "no_repeat_ngram_size": [2],
              "prefix": ["ab ", None], "length_penalty": [2.0], "num_beams": [2], "min_length": [5], "is_encoder_decoder": [True]}
    places = [path, path.parent / "generation_config.json"]
    for place in places:
        if not place.exists() or rng.random() < 0.5:
            continue
        content = config if place == path else json.loads(place.read_text(encoding="utf-8"))
        chosen = {name: rng.choice(values[name]) for name in rng.sample(sorted(values), rng.choice([1, 1, 2]))}
        content.update(chosen)
        told["more in " + place.name] = chosen
        if place != path:
            place.write_text(json.dumps(content), encoding="utf-8")
    path.write_text(json.dumps(config), encoding="utf-8")
    return told, vocabulary
