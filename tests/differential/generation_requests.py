# SPDX-License-Identifier: Apache-2.0
"""Random requests to text-generation, and variants of a model folder's JSON files, for generation_tasks_fuzz.py."""
import json
import os
import pathlib
import shutil

WORDS = ("the a of and to in it is was film house red one two 3 4.5 don't it's , . ! ? café naïve — 你好 日本 ДОМ 👩‍👩‍👧 "
         "def return x= (y) [z] DON'T e-mail@example.com 1,000$ \n \t").split(" ")
ODD = ["", " ", "\n", "x", "</s>", "<|endoftext|>", "a<s>b", "￼�", "\u0000", "e\u0301", "👩‍👩‍👧", "  two  spaces ", "don 't . !"]


def text(rng, most=14):
    if rng.random() < 0.08:
        return rng.choice(ODD)
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, most)))


def chat(rng):
    messages = [{"role": rng.choice(["system", "user"]), "content": text(rng)}]
    for _ in range(rng.randint(0, 2)):
        messages.append({"role": rng.choice(["user", "assistant"]), "content": text(rng)})
    if rng.random() < 0.06:
        messages[-1] = rng.choice([{"role": "user"}, {"role": "user", "content": None}, {"content": "a"}, {"role": "user", "content": []}])
    return messages


def decoder_inputs(rng, chats):
    kind = rng.random()
    if chats and kind < 0.2:
        return chat(rng) if rng.random() < 0.7 else [chat(rng) for _ in range(rng.randint(1, 2))]
    if kind < 0.22:
        return rng.choice([[], 5, None, [5], {"text": "a"}, [[]], [["a"]], [None], True])
    if kind < 0.26:
        return text(rng, 60)
    if kind < 0.8:
        return text(rng)
    return [text(rng) for _ in range(rng.randint(1, 3))]


def usual(rng, some):
    """Parameters that keep an answer alike whatever else is asked for."""
    return {"repetition_penalty": lambda: rng.choice([0.8, 1.2, 2.5]), "no_repeat_ngram_size": lambda: rng.choice([1, 2, 3]),
            "encoder_no_repeat_ngram_size": lambda: rng.choice([1, 2]),
            "encoder_repetition_penalty": lambda: rng.choice([0.7, 1.4]), "min_new_tokens": lambda: rng.choice([0, 2, 6]),
            "min_length": lambda: rng.choice([3, 9, 40]), "bad_words_ids": lambda: [some(rng.choice([1, 2])) for _ in range(9)],
            "suppress_tokens": lambda: some(30), "begin_suppress_tokens": lambda: some(30),
            "eos_token_id": lambda: some(rng.choice([1, 2, 40])), "forced_eos_token_id": lambda: rng.choice([some(1)[0], some(2)]),
            "forced_bos_token_id": lambda: some(1)[0], "exponential_decay_length_penalty": lambda: [rng.choice([0, 2]), 1.3],
            "renormalize_logits": lambda: True, "remove_invalid_values": lambda: True,
            "sequence_bias": lambda: [[some(rng.choice([1, 2])), rng.choice([4.5, -2.5])] for _ in range(5)],
            "max_length": lambda: rng.choice([5, 12, 30]), "prompt_lookup_num_tokens": lambda: rng.choice([2, 5]),
            "guidance_scale": lambda: rng.choice([1.0, 1.5, 3.0]), "stop_strings": lambda: rng.choice(["e", ["t", "的"], ["th", " a"]]),
            "stop_sequence": lambda: rng.choice(["a", " the", "e"]), "prefix": lambda: rng.choice(["", "Once ", "a b c"]),
            "add_special_tokens": lambda: rng.random() < 0.5, "truncation": lambda: rng.choice([True, False, "only_first"]),
            "handle_long_generation": lambda: "hole", "skip_special_tokens": lambda: rng.random() < 0.5,
            "clean_up_tokenization_spaces": lambda: rng.random() < 0.5, "use_cache": lambda: rng.random() < 0.5,
            "pad_token_id": lambda: some(1)[0], "return_tensors": lambda: True,
            "num_return_sequences": lambda: rng.choice([1, 2]), "batch_size": lambda: rng.choice([1, 2, 3]),
            "tokenizer_encode_kwargs": lambda: rng.choice([{}, {"max_length": 4, "truncation": True}, {"padding": "max_length", "max_length": 12},
                                                           {"add_special_tokens": False}]),
            "continue_final_message": lambda: rng.random() < 0.5}


def unusual(rng, some):
    """Values at the border of what is taken, and beyond it."""
    return {"num_beam_groups": lambda: 2, "diversity_penalty": lambda: 0.5, "penalty_alpha": lambda: 0.6, "top_k": lambda: rng.choice([0, 4, -1]),
            "force_words_ids": lambda: [some(1)], "dola_layers": lambda: "low", "low_memory": lambda: True, "max_time": lambda: 100.0,
            "temperature": lambda: rng.choice([0, 0.0, 1, 1.5, -1.0]), "top_p": lambda: rng.choice([0.0, 0.9, 1, 1.5]),
            "min_p": lambda: rng.choice([0.1, 2.0]), "typical_p": lambda: rng.choice([0.5, 1.0, 0.0]),
            "repetition_penalty": lambda: rng.choice([0, 1, 0.0, -1.5, None]), "length_penalty": lambda: rng.choice([0, None, 3.0]),
            "no_repeat_ngram_size": lambda: rng.choice([0, -1, 1.5]), "eos_token_id": lambda: rng.choice([None, -1, [], 100000]),
            "bos_token_id": lambda: rng.choice([None, 5]), "pad_token_id": lambda: rng.choice([None, -1, 100000]),
            "max_new_tokens": lambda: rng.choice([0, -1, 1, None, 100, "4"]), "min_new_tokens": lambda: rng.choice([-1, 100]),
            "max_length": lambda: rng.choice([0, 1, None, -5, 100]), "num_beams": lambda: rng.choice([0, -1, 2, 1.0, None]),
            "num_return_sequences": lambda: rng.choice([0, 3, None]), "early_stopping": lambda: rng.choice([None, "ever", 1, 0]),
            "bad_words_ids": lambda: rng.choice([[], [[]], [5], [[-1]], [[100000]], None]), "suppress_tokens": lambda: rng.choice([[], None, [-1], [100000], 5]),
            "sequence_bias": lambda: rng.choice([[], [[[5], 1]], [[[0], 1.5]], None, {"a": 1.0}, [[[100000], 1.0]]]),
            "stop_strings": lambda: rng.choice(["", [], ["", "a"], None, 5]), "forced_eos_token_id": lambda: rng.choice([None, -1, 100000]),
            "guidance_scale": lambda: rng.choice([None, 0.5, 2]), "return_full_text": lambda: rng.choice([None, True]),
            "return_text": lambda: True, "prefix": lambda: None,
            "handle_long_generation": lambda: "cut", "truncation": lambda: "yes", "tokenizer_encode_kwargs": lambda: rng.choice([{"padding": 5}, None]),
            "encoder_repetition_penalty": lambda: rng.choice([0.0, 2]), "exponential_decay_length_penalty": lambda: rng.choice([[5], [2, 1], [2.0, 1.5], None]),
            "cache_implementation": lambda: rng.choice(["static", "nowhere"]), "output_scores": lambda: True,
            "max_tokens": lambda: 5, "do_sample": lambda: rng.choice([None, 0]), "watermarking_config": lambda: {"bias": 2.5, "seeding_scheme": "selfhash"},
            "prompt_lookup_num_tokens": lambda: rng.choice([0, None, -1]), "epsilon_cutoff": lambda: 2.0, "eta_cutoff": lambda: -1.0,
            "assistant_confidence_threshold": lambda: 0.5, "token_healing": lambda: False, "generation_kwargs": lambda: {"a": 1}}


def decoder_request(rng, vocabulary, chats, odd):
    """odd: how often a value is one of unusual()."""
    some = lambda count: [rng.randrange(5, vocabulary) for _ in range(count)]
    p = {"max_new_tokens": rng.choice([1, 4, 10, 16]), "do_sample": False}
    p["num_beams"] = beams = rng.choice([1, 1, 1, 2, 3, 5])
    if beams > 1 and rng.random() < 0.6:
        p["num_return_sequences"] = rng.randint(1, beams)
        p["early_stopping"] = rng.choice([True, False, "never"])
        p["length_penalty"] = rng.choice([0.0, 0.6, 1.0, 2.0, -0.5])
    table = usual(rng, some)
    for name in rng.sample(sorted(table), rng.choice([0, 0, 1, 1, 2, 3])):
        p[name] = table[name]()
    if beams == 1 and not {"forced_eos_token_id", "num_return_sequences"} & set(p) and rng.random() < 0.1:
        p["do_sample"], p["top_k"] = True, 1
    if p.get("batch_size", 1) > 1:
        p.pop("return_tensors", None)  # there the rows are padded
    if rng.random() < 0.07:
        p.pop("max_new_tokens")
    if rng.random() < 0.3 and "return_tensors" not in p:
        p["return_full_text"] = rng.random() < 0.5
    if rng.random() < odd:
        table = unusual(rng, some)
        for name in rng.sample(sorted(table), rng.choice([1, 1, 2])):
            p[name] = table[name]()
    return {"inputs": decoder_inputs(rng, chats), "parameters": p}


def variant(rng, folder, target):
    """A folder like `folder`, with other values in its JSON files; tells what was changed."""
    folder, target = pathlib.Path(folder), pathlib.Path(target)
    target.mkdir(parents=True)
    for path in folder.iterdir():
        if path.suffix == ".json":
            shutil.copy(path, target)
        else:
            os.symlink(path.resolve(), target / path.name)
    read = lambda name: json.loads((target / name).read_text(encoding="utf-8"))
    config, tokens = read("config.json"), read("tokenizer_config.json")
    generation = read("generation_config.json") if (target / "generation_config.json").exists() else {}
    told = {}
    vocabulary = config.get("vocab_size", 300)
    values = {"max_length": [7, 20, 40, None], "max_new_tokens": [3, None], "min_length": [0, 8], "num_beams": [1, 2, None],
              "do_sample": [False, None], "temperature": [0.6, 1.0, None, 0.0], "top_p": [0.9, None], "top_k": [0, 3, None],
              "repetition_penalty": [1.3, 1.0, None], "no_repeat_ngram_size": [2], "eos_token_id": [None, 7, [7, 8, 9], [2]],
              "pad_token_id": [None, 0, 7, -1], "bos_token_id": [None, 5], "early_stopping": [True, "never", None], "length_penalty": [0.5, None],
              "num_return_sequences": [1, 2], "suppress_tokens": [[5, 6, 7], []], "begin_suppress_tokens": [[8, 9]], "bad_words_ids": [[[9, 10]]],
              "forced_eos_token_id": [7], "forced_bos_token_id": [9], "prefix": ["ab "], "transformers_version": ["4.30.0", "4.57.1", None],
              "unknown_key": [3, None], "trust_remote_code": [False], "max_time": [None], "assistant_early_exit": [None], "decoder_start_token_id": [4],
              "cache_implementation": ["hybrid", "static"], "output_scores": [True], "use_cache": [False, True],
              "renormalize_logits": [True], "exponential_decay_length_penalty": [[3, 1.2]], "num_beam_groups": [1], "diversity_penalty": [0.0],
              "stop_strings": [None], "low_memory": [None], "typical_p": [0.9], "prompt_lookup_num_tokens": [3], "guidance_scale": [1.5, None],
              "max_position_embeddings": [None], "chat_format": ["chatml"], "max_window_size": [24000], "_from_model_config": [True, False]}
    where = rng.choice(["generation_config.json", "generation_config.json", "config.json", "task_specific_params", "none"])
    chosen = {name: rng.choice(values[name]) for name in rng.sample(sorted(values), rng.choice([1, 2, 3, 4]))}
    chosen.pop("max_position_embeddings", None)
    if where == "generation_config.json":
        generation.update(chosen)
    elif where == "config.json":
        config.update(chosen)
    elif where == "task_specific_params":
        config["task_specific_params"] = {"text-generation": chosen, "summarization": {"min_length": 9}}
    told[where] = chosen
    if rng.random() < 0.3:
        role = rng.choice(["pad_token", "bos_token", "eos_token", "unk_token"])
        tokens[role] = rng.choice([None, "e", "<new>", {"__type": "AddedToken", "content": "t", "lstrip": False, "rstrip": False, "normalized": False, "single_word": False}])
        told["tokenizer_config.json"] = {role: tokens[role]}
    if rng.random() < 0.2:
        tokens["model_max_length"] = rng.choice([8, 16, 1000000000000000019884624838656, None])
        told.setdefault("tokenizer_config.json", {})["model_max_length"] = tokens["model_max_length"]
    if rng.random() < 0.15:
        told["special_tokens_map.json"] = "removed"
        (target / "special_tokens_map.json").unlink(missing_ok=True)
    write = lambda name, value: (target / name).write_text(json.dumps(value), encoding="utf-8")
    write("config.json", config)
    write("tokenizer_config.json", tokens)
    if where == "none" or (where == "config.json" and rng.random() < 0.7):
        (target / "generation_config.json").unlink(missing_ok=True)
        told["generation_config.json"] = "removed"
    else:
        write("generation_config.json", generation)
    return told, min(vocabulary, 300)
