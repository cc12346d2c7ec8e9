# SPDX-License-Identifier: Apache-2.0
import warnings

from transformers import (AlbertConfig, AlbertForSequenceClassification, BertConfig, BertForSequenceClassification,
                          BertTokenizerFast, DistilBertConfig, DistilBertForSequenceClassification,
                          DistilBertTokenizerFast, PreTrainedTokenizerFast, RobertaConfig,
                          RobertaForSequenceClassification, RobertaTokenizerFast)

from golden import tiny_models, versions
from golden.tiny_models import SIZES, byte_level, save, seeded, unigram, wordpiece

TASK = "text-classification"
TEXTS = ["I love this film, it's wonderful!", "cold and slow", "", "Naïve café, déjà vu … ﬁne ½", "a\tb\nc  d", "🙂 ok"]
LONG = "slow and cold " * 40


def make_models():
    bert = BertConfig(vocab_size=300, max_position_embeddings=32, id2label={0: "NEGATIVE", 1: "POSITIVE"},
                      label2id={"NEGATIVE": 0, "POSITIVE": 1}, **SIZES)
    save("bert-sentiment", TASK, seeded(BertForSequenceClassification, bert, 1),
         BertTokenizerFast(tokenizer_object=wordpiece(), model_max_length=32))

    names = ["joy", "anger", "fear", "love"]
    roberta = RobertaConfig(vocab_size=320, max_position_embeddings=34, pad_token_id=1, bos_token_id=0, eos_token_id=2,
                            type_vocab_size=1, id2label=dict(enumerate(names)),
                            label2id={name: i for i, name in enumerate(names)},
                            problem_type="multi_label_classification", **SIZES)
    save("roberta-emotions", TASK, seeded(RobertaForSequenceClassification, roberta, 2),
         RobertaTokenizerFast(tokenizer_object=byte_level()))

    distilbert = DistilBertConfig(vocab_size=300, max_position_embeddings=32, dim=16, n_layers=1, n_heads=2,
                                  hidden_dim=24, num_labels=3)

    def unnamed(config):
        config.pop("id2label")
        config.pop("label2id")
        config["num_labels"] = 3

    save("distilbert-unnamed", TASK, seeded(DistilBertForSequenceClassification, distilbert, 3),
         DistilBertTokenizerFast(tokenizer_object=wordpiece()), unnamed)

    tokenizer = unigram()
    albert = AlbertConfig(vocab_size=tokenizer.get_vocab_size(), embedding_size=8, max_position_embeddings=32,
                          num_labels=1, problem_type="regression", **SIZES)
    save("albert-regression", TASK, seeded(AlbertForSequenceClassification, albert, 4),
         PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>", cls_token="[CLS]",
                                 sep_token="[SEP]", mask_token="[MASK]", padding_side="left"))


def requests(pads_right):
    """(parameters of the construction, input, parameters of the call)"""
    pair = {"text": TEXTS[0], "text_pair": TEXTS[1]}
    plain = [({}, text, {}) for text in TEXTS]
    shapes = [({}, TEXTS, {}), ({}, [], {}), ({}, pair, {}), ({}, [pair, {"text": TEXTS[1]}], {}),
              ({}, [[[TEXTS[0], TEXTS[1]]]], {}), ({}, [[TEXTS[0], TEXTS[1]]], {}), ({}, [TEXTS[0]], {}),
              ({}, {"text_pair": TEXTS[0]}, {}), ({}, 5, {}), ({}, None, {})]
    calls = [{"top_k": None}, {"top_k": 1}, {"top_k": 2}, {"top_k": 100}, {"top_k": 0}, {"top_k": -1},
             {"return_all_scores": True}, {"return_all_scores": False}, {"function_to_apply": "sigmoid"},
             {"function_to_apply": "SoftMax"}, {"function_to_apply": "none"}, {"function_to_apply": "bogus"},
             {"function_to_apply": None}, {"top_k": None, "function_to_apply": "none"}]
    made = [{"top_k": 2}, {"top_k": None}, {"top_k": 1}, {"return_all_scores": True}, {"function_to_apply": "none"}]
    tokenized = [{"truncation": True, "max_length": 8}, {"max_length": 8}, {"truncation": "only_first", "max_length": 6},
                 {"padding": "max_length", "max_length": 12}, {"padding": "bogus"}, {"truncation": "bogus"},
                 {"add_special_tokens": False}, {"padding": True, "pad_to_multiple_of": 8}, {"bogus": 1}]
    yield from plain + shapes
    for call in calls:
        for inputs in (TEXTS[0], TEXTS[:2], pair):
            yield {}, inputs, call
    for construction in made:
        for call in ({}, {"top_k": 1}, {"return_all_scores": True}, {"function_to_apply": "softmax"}):
            yield construction, TEXTS[0], call
            yield construction, TEXTS[:2], call
    for call in tokenized:
        yield {}, TEXTS[0], call
    yield {}, LONG, {}
    yield {}, LONG, {"truncation": True, "max_length": 32}
    if pads_right:  # on the left the reference's answers depend on which texts share a batch
        yield {"batch_size": 3}, TEXTS, {}
        yield {}, TEXTS, {"batch_size": 4, "top_k": None}


def answer(pipe, inputs, call):
    try:
        return {"expected": pipe(inputs, **call)}
    except Exception as error:  # whatever the reference raises is its answer
        return {"error": f"{type(error).__name__}: {error}"[:160]}


def record():
    from optimum.intel import OVModelForSequenceClassification
    from optimum.onnxruntime import ORTModelForSequenceClassification
    from transformers import AutoTokenizer, pipeline

    warnings.simplefilter("ignore")
    cases = []
    for folder in sorted(tiny_models.MODELS.iterdir()):
        if folder.name not in ("bert-sentiment", "roberta-emotions", "distilbert-unnamed", "albert-regression"):
            continue
        loaded = {"ort": ORTModelForSequenceClassification.from_pretrained(folder),
                  "ov": OVModelForSequenceClassification.from_pretrained(
                      folder, ov_config={"INFERENCE_PRECISION_HINT": "f32"})}
        tokenizer = AutoTokenizer.from_pretrained(folder)
        for accelerator, model in loaded.items():
            for construction, inputs, call in requests(tokenizer.padding_side == "right"):
                pipe = pipeline(TASK, model=model, tokenizer=tokenizer, **construction)
                cases.append({"model": folder.name, "accelerator": accelerator, "construction": construction,
                              "inputs": inputs, "call": call, **answer(pipe, inputs, call)})
    versions.write(TASK, cases)
