#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tests/golden/generation*.json: what transformers' generate() does with a model made of integers.

    python tools/make_generation_golden.py tests/golden

FakeLM's logits are hashes of the last two tokens, their number and the encoder's input, exact in float32;
tests/generation/fake_decoder_model.hpp computes the same ones. Needs transformers 4.57.6 and torch.
"""
import json
import os
import pathlib
import random
import sys
import warnings

os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
warnings.filterwarnings("ignore")
import torch
import transformers
from transformers import GenerationConfig, GenerationMixin, PretrainedConfig, PreTrainedModel, WatermarkingConfig
from transformers.generation import logits_process as lp
from transformers.modeling_outputs import BaseModelOutput, CausalLMOutput, Seq2SeqLMOutput

MASK = 0xFFFFFFFF


def mix(h):
    h &= MASK
    h ^= h >> 15
    h = h * 2246822519 & MASK
    h ^= h >> 13
    h = h * 3266489917 & MASK
    return h ^ h >> 16


class FakeConfig(PretrainedConfig):
    model_type = "fake"

    def __init__(self, vocab_size=40, levels=65536, eos=(), eos_bonus=0.0, **kwargs):
        super().__init__(**kwargs)
        self.vocab_size, self.levels, self.eos, self.eos_bonus = vocab_size, levels, list(eos), eos_bonus


class FakeEncoder(torch.nn.Module):
    main_input_name = "input_ids"

    def forward(self, input_ids=None, attention_mask=None, **_):
        kept = input_ids * (attention_mask if attention_mask is not None else torch.ones_like(input_ids))
        return BaseModelOutput(last_hidden_state=kept.sum(dim=1).float()[:, None, None])


class FakeLM(PreTrainedModel, GenerationMixin):
    config_class = FakeConfig
    main_input_name = "input_ids"
    _supports_cache_class = False

    def __init__(self, config):
        super().__init__(config)
        self.unused = torch.nn.Parameter(torch.zeros(1))
        self.inner = FakeEncoder()

    def get_encoder(self):
        return self.inner

    def prepare_inputs_for_generation(self, input_ids, attention_mask=None, encoder_outputs=None, **_):
        return {"input_ids": input_ids, "attention_mask": None if encoder_outputs is not None else attention_mask,
                "encoder_outputs": encoder_outputs}

    def row(self, ids, encoder):
        c = self.config
        last, before = ids[-1], ids[-2] if len(ids) > 1 else 0
        base = last * 7919 + before * 104729 + len(ids) * 15485863 + encoder * 32452843
        steps = [(mix(base + v * 49979687) >> 16) * c.levels >> 16 for v in range(c.vocab_size)]
        logits = [s * 8.0 / c.levels - 4.0 for s in steps]
        for v in c.eos:
            logits[v] += c.eos_bonus
        return logits

    def forward(self, input_ids=None, attention_mask=None, encoder_outputs=None, decoder_input_ids=None, **_):
        rows = []
        for i, ids in enumerate(input_ids.tolist()):
            if attention_mask is not None:
                ids = [t for t, m in zip(ids, attention_mask[i].tolist()) if m]
            encoder = int(encoder_outputs.last_hidden_state[i, 0, 0]) if encoder_outputs is not None else 0
            rows.append([self.row(ids, encoder)])
        logits = torch.tensor(rows, dtype=torch.float32)
        cls = Seq2SeqLMOutput if encoder_outputs is not None else CausalLMOutput
        return cls(logits=logits)


def from_json(config):
    """update() takes objects where __init__ takes dicts."""
    if isinstance(config.get("watermarking_config"), dict):
        return {**config, "watermarking_config": WatermarkingConfig(**config["watermarking_config"])}
    return dict(config)


def run(model_kwargs, config, ids, mask=None, encoder_ids=None, encoder_mask=None):
    model = FakeLM(FakeConfig(**model_kwargs))
    model.generation_config = GenerationConfig()
    kwargs = {"use_cache": False, **from_json(config)}
    if encoder_ids is not None:
        model.config.is_encoder_decoder = True
        kwargs["input_ids"] = torch.tensor(encoder_ids)
        kwargs["attention_mask"] = torch.tensor(encoder_mask) if encoder_mask else torch.ones_like(kwargs["input_ids"])
        if ids:
            kwargs["decoder_input_ids"] = torch.tensor(ids)
    else:
        kwargs["input_ids"] = torch.tensor(ids)
        if mask:
            kwargs["attention_mask"] = torch.tensor(mask)
    out = model.generate(return_dict_in_generate=True, output_scores=True, **kwargs)
    result = {"sequences": out.sequences.tolist()}
    if getattr(out, "sequences_scores", None) is not None:
        result["sequences_scores"] = out.sequences_scores.tolist()
        result["beam_indices"] = out.beam_indices.tolist()
    finite = [[float(x) if abs(x) != float("inf") else None for x in row] for row in out.scores[0].tolist()]
    result["first_scores"] = [row[:12] for row in finite]
    return result


def random_config(rng, vocab):
    """A random choice of deterministic generation parameters."""
    c = {"do_sample": False}
    eos = rng.choice([None, [3], [3, 5], [3]])
    if eos is not None:
        c["eos_token_id"] = eos if len(eos) > 1 else eos[0]
    if rng.random() < 0.7:
        c["pad_token_id"] = rng.choice([0, 1, 3])
    elif eos is None:
        c["pad_token_id"] = 1
    c["max_new_tokens"] = rng.choice([1, 3, 8, 14])
    if rng.random() < 0.6:
        c["num_beams"] = rng.choice([2, 3, 4, 5])
        c["num_return_sequences"] = rng.randint(1, c["num_beams"])
        c["early_stopping"] = rng.choice([True, False, "never"])
        c["length_penalty"] = rng.choice([1.0, 0.0, 2.0, -1.0, 0.5])
    options = {
        "repetition_penalty": lambda: rng.choice([1.3, 0.7]),
        "no_repeat_ngram_size": lambda: rng.choice([1, 2, 3]),
        "encoder_no_repeat_ngram_size": lambda: rng.choice([1, 2]),
        "encoder_repetition_penalty": lambda: rng.choice([1.5, 0.8]),
        "bad_words_ids": lambda: [[rng.randrange(vocab)] for _ in range(6)] + [[2, 7], [3]],
        "min_new_tokens": lambda: rng.choice([2, 5]),
        "min_length": lambda: rng.choice([4, 9]),
        "forced_bos_token_id": lambda: 9,
        "forced_eos_token_id": lambda: rng.choice([3, [3, 4]]),
        "exponential_decay_length_penalty": lambda: [2, 1.4],
        "suppress_tokens": lambda: [rng.randrange(vocab) for _ in range(8)],
        "begin_suppress_tokens": lambda: [rng.randrange(vocab) for _ in range(12)],
        "sequence_bias": lambda: [[[rng.randrange(1, vocab)], 2.5], [[4, 6], -3.0], [[7], 1.25]],
        "renormalize_logits": lambda: True,
        "remove_invalid_values": lambda: True,
        "watermarking_config": lambda: {"bias": 1.5, "seeding_scheme": rng.choice(["lefthash", "selfhash"]),
                                        "greenlist_ratio": 0.3, "context_width": rng.choice([1, 2])},
    }
    for name in rng.sample(sorted(options), rng.choice([0, 0, 1, 1, 2, 3])):
        if name == "exponential_decay_length_penalty" and eos is None:
            continue
        c[name] = options[name]()
    return c


def random_case(rng, number):
    vocab = rng.choice([40, 40, 40, 700])
    c = random_config(rng, vocab)
    if vocab == 40 and c.get("watermarking_config", {}).get("seeding_scheme") == "selfhash":
        vocab = 48
    model = {"vocab_size": vocab, "levels": rng.choice([65536, 65536, 4096])}
    if rng.random() < 0.7:
        model.update(eos=[3], eos_bonus=rng.choice([2.0, 4.0, 6.0]))
    case = {"name": f"random {number}", "model": model, "config": c}
    rows = rng.choice([1, 1, 2, 3])
    length = rng.randint(1, 6)
    if rng.random() < 0.35:
        c["decoder_start_token_id"] = 2
        case["encoder_ids"] = [[rng.randrange(4, vocab) for _ in range(length)] for _ in range(rows)]
        if rng.random() < 0.3:
            case["ids"] = [[rng.randrange(4, vocab) for _ in range(2)] for _ in range(rows)]
    else:
        case["ids"] = [[rng.randrange(4, vocab) for _ in range(length)] for _ in range(rows)]
        if rows > 1 and length > 1:
            pads = [0] + [rng.randrange(length) for _ in range(rows - 1)]
            case["mask"] = [[0] * p + [1] * (length - p) for p in pads]
    return case


def generate_cases():
    rng = random.Random(20261122)
    cases = []
    while len(cases) < 260:
        case = random_case(rng, len(cases))
        try:
            case["expected"] = run(case["model"], case["config"], case.get("ids"), case.get("mask"),
                                   case.get("encoder_ids"))
        except (ValueError, IndexError, RuntimeError) as error:
            case["error"] = str(error)
        if "NaN" not in json.dumps(case):  # every continuation was forbidden
            cases.append(case)
    return cases


ERRORS = [
    {"max_new_tokens": 0}, {"max_new_tokens": -3}, {"early_stopping": "always"}, {"num_return_sequences": 2},
    {"num_beams": 2, "num_return_sequences": 3}, {"max_length": 2}, {"penalty_alpha": 0.6, "top_k": 4},
    {"num_beams": 4, "num_beam_groups": 2, "diversity_penalty": 0.5}, {"force_words_ids": [[4]]},
    {"constraints": [1]}, {"dola_layers": "low"}, {"cache_implementation": "bogus"},
    {"bad_words_ids": []}, {"bad_words_ids": 3}, {"bad_words_ids": [3]}, {"bad_words_ids": [[-1]]},
    {"sequence_bias": []}, {"sequence_bias": {"a": 1.0}}, {"sequence_bias": [[[4], 1]]}, {"sequence_bias": [[[400], 1.5]]},
    {"repetition_penalty": 0.0}, {"repetition_penalty": -1.5}, {"repetition_penalty": 2},
    {"encoder_repetition_penalty": -0.5}, {"do_sample": True, "temperature": 0.0},
    {"do_sample": True, "temperature": -1.0}, {"do_sample": True, "temperature": 2}, {"do_sample": True, "top_k": -1},
    {"do_sample": True, "top_p": -0.5}, {"do_sample": True, "min_p": 1.5}, {"do_sample": True, "min_p": -0.5},
    {"do_sample": True, "typical_p": 0.0}, {"do_sample": True, "typical_p": -2.0},
    {"watermarking_config": {"seeding_scheme": "other"}}, {"watermarking_config": {"greenlist_ratio": 2.0}},
    {"watermarking_config": {"context_width": 0}}, {"watermarking_config": {"greenlist_ratio": 1.0}},
    {"stop_strings": ["a"]}, {"temprature": 0.5}, {"foo": 1, "bar": "x"}, {"foo": None, "max_new_tokens": 0},
    {"num_beams": 2, "low_memory": True}, {"prompt_lookup_num_tokens": 0},
    {"prompt_lookup_num_tokens": 2, "use_cache": False},
    {"prompt_lookup_num_tokens": 2, "do_sample": True, "num_return_sequences": 2}]


def error_cases():
    cases = []
    for config in ERRORS:
        model = FakeLM(FakeConfig(vocab_size=40))
        model.generation_config = GenerationConfig(eos_token_id=3, pad_token_id=0)
        given = {"use_cache": False, "max_new_tokens": 3, **config} if "max_length" not in config else config
        given = dict(given)
        if "prompt_lookup_num_tokens" in config:
            given.setdefault("use_cache", True)
            if "use_cache" not in config:
                given["use_cache"] = True
        try:
            model.generate(torch.tensor([[4, 5, 6]]), attention_mask=torch.ones(1, 3, dtype=torch.long),
                           **from_json(given))
            message = None
        except (ValueError, TypeError, RuntimeError) as error:
            message = str(error)
        cases.append({"config": given, "error": message})
    return cases


def scores_of(rng, rows, vocab, ties):
    values = [rng.gauss(0, 3) for _ in range(rows * vocab)]
    if ties:
        values = [round(v * 2) / 2 for v in values]
    return torch.tensor(values, dtype=torch.float32).reshape(rows, vocab)


def processor_cases():
    """One processor at a time on random scores; None stands for -infinity."""
    rng = random.Random(7)
    vocab, eos = 64, torch.tensor([3, 5])
    ids = torch.tensor([[7, 8, 7, 9, 8, 7], [4, 4, 4, 6, 4, 4]])
    encoder = torch.tensor([[7, 8, 10, 11], [4, 6, 12, 13]])
    made = [
        ({"sequence_bias": [[[7], 2.5], [[8, 7, 20], -3.5], [[7, 20], 1.25], [[4, 4, 4], -2.0]]},
         lambda: lp.SequenceBiasLogitsProcessor([[[7], 2.5], [[8, 7, 20], -3.5], [[7, 20], 1.25], [[4, 4, 4], -2.0]])),
        ({"encoder_repetition_penalty": 1.7}, lambda: lp.EncoderRepetitionPenaltyLogitsProcessor(1.7, encoder)),
        ({"repetition_penalty": 1.3}, lambda: lp.RepetitionPenaltyLogitsProcessor(1.3)),
        ({"repetition_penalty": 0.6}, lambda: lp.RepetitionPenaltyLogitsProcessor(0.6)),
        *[({"no_repeat_ngram_size": n}, lambda n=n: lp.NoRepeatNGramLogitsProcessor(n)) for n in (1, 2, 3, 7, 8)],
        *[({"encoder_no_repeat_ngram_size": n}, lambda n=n: lp.EncoderNoRepeatNGramLogitsProcessor(n, encoder))
          for n in (1, 2, 3, 9)],
        ({"bad_words_ids": [[9], [3], [8, 7, 30], [4, 4, 31], [5, 6]]},
         lambda: lp.NoBadWordsLogitsProcessor([[9], [3], [8, 7, 30], [4, 4, 31], [5, 6]], eos)),
        ({"min_length": 7}, lambda: lp.MinLengthLogitsProcessor(7, eos)),
        ({"min_length": 6}, lambda: lp.MinLengthLogitsProcessor(6, eos)),
        ({"min_new_tokens": 3}, lambda: lp.MinNewTokensLengthLogitsProcessor(4, 3, eos)),
        ({"min_new_tokens": 2}, lambda: lp.MinNewTokensLengthLogitsProcessor(4, 2, eos)),
        ({"forced_eos_token_id": [3, 4], "max_length": 7}, lambda: lp.ForcedEOSTokenLogitsProcessor(7, [3, 4])),
        ({"forced_eos_token_id": 3, "max_length": 8}, lambda: lp.ForcedEOSTokenLogitsProcessor(8, 3)),
        ({"forced_bos_token_id": 3}, lambda: lp.ForcedBOSTokenLogitsProcessor(3)),
        ({"exponential_decay_length_penalty": [0, 1.5]}, lambda: lp.ExponentialDecayLengthPenalty((0, 1.5), eos, 4)),
        ({"exponential_decay_length_penalty": [2, 1.5]}, lambda: lp.ExponentialDecayLengthPenalty((2, 1.5), eos, 4)),
        ({"suppress_tokens": [1, 2, 63, 99]}, lambda: lp.SuppressTokensLogitsProcessor([1, 2, 63, 99])),
        ({"begin_suppress_tokens": [1, 2]}, lambda: lp.SuppressTokensAtBeginLogitsProcessor([1, 2], 4)),
        ({"renormalize_logits": True}, lambda: lp.LogitNormalization()),
        ({"do_sample": True, "temperature": 0.7}, lambda: lp.TemperatureLogitsWarper(0.7)),
        *[({"do_sample": True, "top_k": k, "num_beams": b}, lambda k=k, b=b: lp.TopKLogitsWarper(k, min_tokens_to_keep=b + (b > 1)))
          for k in (1, 5, 60, 64, 200) for b in (1, 2)],
        *[({"do_sample": True, "top_p": p, "num_beams": b}, lambda p=p, b=b: lp.TopPLogitsWarper(p, min_tokens_to_keep=b + (b > 1)))
          for p in (0.0, 0.1, 0.5, 0.9, 0.999) for b in (1, 2)],
        *[({"do_sample": True, "min_p": p, "num_beams": b}, lambda p=p, b=b: lp.MinPLogitsWarper(p, min_tokens_to_keep=b + (b > 1)))
          for p in (0.0, 0.05, 0.5, 1.0) for b in (1, 2)],
        *[({"do_sample": True, "typical_p": p, "num_beams": b}, lambda p=p, b=b: lp.TypicalLogitsWarper(p, min_tokens_to_keep=b + (b > 1)))
          for p in (0.05, 0.3, 0.9) for b in (1, 2)],
        *[({"do_sample": True, "epsilon_cutoff": e, "num_beams": b}, lambda e=e, b=b: lp.EpsilonLogitsWarper(e, min_tokens_to_keep=b + (b > 1)))
          for e in (3e-4, 0.01, 0.9) for b in (1, 2)],
        *[({"do_sample": True, "eta_cutoff": e, "num_beams": b}, lambda e=e, b=b: lp.EtaLogitsWarper(e, min_tokens_to_keep=b + (b > 1)))
          for e in (3e-4, 0.05, 0.9) for b in (1, 2)],
        *[({"watermarking_config": {"seeding_scheme": s, "context_width": w, "hashing_key": k}},
           lambda s=s, w=w, k=k: lp.WatermarkLogitsProcessor(vocab, "cpu", seeding_scheme=s, context_width=w, hashing_key=k))
          for s in ("lefthash", "selfhash") for w, k in ((1, 15485863), (3, 99))],
    ]
    cases = []
    for config, make in made:
        # Equal scores at a cut are anybody's choice there.
        ties = not any(key in config for key in ("top_p", "min_p", "typical_p", "watermarking_config"))
        for tied in ([False, True] if ties and config.get("do_sample") else [False]):
            scores = scores_of(rng, 2, vocab, tied)
            out = make()(ids, scores.clone())
            cases.append({"config": config, "ids": ids.tolist(), "encoder_ids": encoder.tolist(), "prompt_length": 4,
                          "scores": scores.tolist(),
                          "expected": [[None if x == -float("inf") else x for x in row] for row in out.tolist()]})
    return cases


def top_k_cases():
    """torch.topk's choice among equals on the CPU."""
    rng = random.Random(11)
    cases = []
    for size, k in ((8, 4), (80, 4), (700, 8), (2800, 9), (600, 10), (130, 2), (128, 2), (127, 2)):
        for _ in range(3):
            levels = [rng.randrange(6) for _ in range(size)]
            values, indices = torch.topk(torch.tensor(levels, dtype=torch.float32), k)
            cases.append({"levels": levels, "k": k, "indices": indices.tolist()})
    return cases


class Tok:
    """What a pipeline asks of a tokenizer before it encodes anything."""
    def __init__(self, pad):
        self.pad_token_id = pad


MODEL_CONFIGS = [{}, {"num_beams": 4}, {"max_length": 22}, {"max_length": 20}, {"temperature": 0.2, "do_sample": True},
                 {"temperature": 0.0}, {"eos_token_id": [3, 4], "pad_token_id": 0}, {"length_penalty": 2.0, "early_stopping": True},
                 {"num_beams": 1, "no_repeat_ngram_size": 3, "min_length": 5}, {"max_new_tokens": 17, "top_p": 0.5},
                 {"num_beams": 4, "transformers_version": "4.49.0", "eos_token_id": 5, "bos_token_id": 2},
                 {"num_beams": 4, "transformers_version": "4.50.0", "decoder_start_token_id": 5},
                 {"max_new_tokens": 256, "max_length": 40}, {"repetition_penalty": 1.5, "forced_eos_token_id": 2}]
CALLS = [{}, {"num_beams": 1}, {"max_length": 30}, {"max_new_tokens": 4}, {"max_new_tokens": None, "max_length": 9},
         {"temperature": 0.5, "do_sample": True}, {"max_new_tokens": 256}, {"early_stopping": "never", "length_penalty": 0.0},
         {"eos_token_id": 9, "pad_token_id": 8}, {"min_length": 3}, {"top_k": 0}, {"repetition_penalty": 1.0}]
TASKS = [None, {"num_beams": 2, "max_length": 24, "prefix": "sum: "}, {"num_beams": 1}, {"max_new_tokens": 5, "length_penalty": 3.0}]


def changed(config):
    defaults = GenerationConfig().to_dict()
    return {key: value for key, value in config.to_dict().items()
            if key in defaults and value != defaults[key] and key != "transformers_version" and not key.startswith("_")}


def default_cases():
    """Which of a pipeline's five sources wins, key by key (transformers' Pipeline.__init__)."""
    from transformers.pipelines import SummarizationPipeline, TextGenerationPipeline

    class OfTextGeneration(SummarizationPipeline):  # without the prefix handling of the real one
        _default_generation_config = TextGenerationPipeline._default_generation_config

    rng = random.Random(5)
    cases = []
    for number in range(240):
        model_config, construction, call = rng.choice(MODEL_CONFIGS), rng.choice(CALLS), rng.choice(CALLS)
        task, pad = rng.choice(TASKS), rng.choice([None, 7])
        cls = rng.choice([SummarizationPipeline, OfTextGeneration])
        model = FakeLM(FakeConfig(task_specific_params={"x": dict(task)} if task else None, prefix=rng.choice([None, "p"])))
        model.generation_config = GenerationConfig(**model_config)
        default = changed(cls._default_generation_config)
        try:
            pipe = cls(model=model, tokenizer=Tok(pad), framework="pt", task="x", device=-1, **construction)
            settled, unused = model._prepare_generation_config(pipe.generation_config, None, **call)
        except ValueError as error:
            continue
        cases.append({"model": model_config, "pipeline": default, "construction": construction, "call": call, "task": task,
                      "tokenizer_pad": pad, "prefix": model.config.prefix, "expected_prefix": pipe.prefix,
                      "constructed": changed(pipe.generation_config), "settled": changed(settled)})
    return cases


FILES = [
    ({"model_type": "bart", "num_beams": 4, "forced_eos_token_id": 2, "eos_token_id": 2, "length_penalty": 2.0}, None),
    ({"model_type": "bart", "num_beams": 4, "forced_eos_token_id": 2}, {"num_beams": 2, "max_length": 9}),
    ({"model_type": "bart", "forced_eos_token_id": 5}, {"eos_token_id": 1}),
    ({"model_type": "t5", "max_length": 33}, None), ({"model_type": "t5", "decoder_start_token_id": 0}, {}),
    ({"model_type": "gpt2"}, None), ({"model_type": "gpt2", "eos_token_id": None}, None),
    ({"model_type": "llama", "eos_token_id": [1, 4], "pad_token_id": 0}, None),
    ({"model_type": "llama", "temperature": 0.4, "do_sample": True}, {"top_k": 7, "custom_key": [1]}),
    ({"model_type": "marian", "bad_words_ids": [[9]], "forced_eos_token_id": 0, "num_beams": 6}, None),
    ({"model_type": "mbart"}, None), ({"model_type": "blenderbot"}, None), ({"model_type": "pegasus", "max_length": 64}, {"max_length": 30}),
    ({"model_type": "qwen2", "eos_token_id": 3}, {"_from_model_config": True, "unknown": 3, "eos_token_id": 3}),
]


def file_cases():
    """What optimum makes of config.json and generation_config.json."""
    import tempfile
    from transformers import AutoConfig
    cases = []
    for config_json, generation_json in FILES:
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "config.json").write_text(json.dumps(config_json))
            if generation_json is not None:
                (pathlib.Path(folder) / "generation_config.json").write_text(json.dumps(generation_json))
            config = AutoConfig.from_pretrained(folder)
            try:
                made = GenerationConfig.from_pretrained(folder)
            except OSError:
                made = GenerationConfig.from_model_config(config)
            for key, value in config._get_non_default_generation_parameters().items():
                setattr(made, key, value)
        cases.append({"config": config_json, "generation_config": generation_json, "expected": changed(made)})
    return cases


def main():
    folder = pathlib.Path(sys.argv[1])
    versions = {"transformers": transformers.__version__, "torch": torch.__version__}
    for name, cases in (("generation", generate_cases()), ("generation_errors", error_cases()),
                        ("generation_processors", processor_cases()), ("generation_defaults", default_cases()),
                        ("generation_files", file_cases()), ("generation_top_k", top_k_cases())):
        body = ",\n".join(json.dumps(case) for case in cases)
        text = f'{{"versions": {json.dumps(versions)}, "cases": [\n{body}\n]}}\n'
        (folder / f"{name}.json").write_text(text)


if __name__ == "__main__":
    main()
