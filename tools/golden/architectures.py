# SPDX-License-Identifier: Apache-2.0
"""Tiny random encoders of many architectures, each with the tokenizer class it is published with.

    tokenizer, model = architectures.make("albert", "token-classification", seed=3, labels=[...])
"""
import random

import torch
import transformers
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from golden.tiny_models import CORPUS

HEADS = {"text-classification": "AutoModelForSequenceClassification",
         "zero-shot-classification": "AutoModelForSequenceClassification",
         "token-classification": "AutoModelForTokenClassification",
         "question-answering": "AutoModelForQuestionAnswering",
         "fill-mask": "AutoModelForMaskedLM",
         "feature-extraction": "AutoModel"}
BERT = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROBERTA = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
SIZES = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24)


def template(tokenizer, cls, sep, pair, type_b):
    ids = [(name, tokenizer.token_to_id(name)) for name in (cls, sep)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{cls}:0 $A:0 {sep}:0", pair=pair.format(cls=cls, sep=sep, b=type_b), special_tokens=ids)


def wordpiece(lines, size, specials, cls, sep, mpnet=False):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(lines, trainers.WordPieceTrainer(vocab_size=size, special_tokens=specials))
    pair = "{cls}:0 $A:0 {sep}:0 {sep}:0 $B:{b} {sep}:{b}" if mpnet else "{cls}:0 $A:0 {sep}:0 $B:{b} {sep}:{b}"
    template(tokenizer, cls, sep, pair, 0 if mpnet else 1)
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def byte_level(lines, size, prefix_space, trim_offsets, specials=ROBERTA):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix_space)
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=specials,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=prefix_space,
                                                            trim_offsets=trim_offsets)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def unigram(lines, size, specials, cls, sep, pair, type_b, lowercase):
    tokenizer = Tokenizer(models.Unigram())
    steps = [normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKC()]
    tokenizer.normalizer = normalizers.Sequence(steps + ([normalizers.Lowercase()] if lowercase else []))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    unknown = "<unk>" if "<unk>" in specials else "[UNK]"
    tokenizer.train_from_iterator(lines, trainers.UnigramTrainer(vocab_size=size, special_tokens=specials,
                                                                 unk_token=unknown))
    template(tokenizer, cls, sep, pair, type_b)
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def bert_like(name, config, **more):
    def make(rng, lines, size):
        backend = wordpiece(lines, size, BERT, "[CLS]", "[SEP]")
        return getattr(transformers, name)(tokenizer_object=backend, model_max_length=rng["max_length"]), config, more
    return make


def mpnet(rng, lines, size):
    backend = wordpiece(lines, size, ["<s>", "<pad>", "</s>", "<unk>", "[UNK]", "<mask>"], "<s>", "</s>", mpnet=True)
    tokenizer = transformers.MPNetTokenizerFast(tokenizer_object=backend, model_max_length=rng["max_length"])
    return tokenizer, "MPNetConfig", dict(pad_token_id=1, bos_token_id=0, eos_token_id=2, past_pad=True)


def roberta_like(config):
    def make(rng, lines, size):
        backend = byte_level(lines, size, rng["flag"], rng["other_flag"])
        tokenizer = transformers.RobertaTokenizerFast(tokenizer_object=backend, model_max_length=rng["max_length"],
                                                      add_prefix_space=rng["flag"], trim_offsets=rng["other_flag"])
        return tokenizer, config, dict(pad_token_id=1, bos_token_id=0, eos_token_id=2, type_vocab_size=1, past_pad=True)
    return make


def deberta(rng, lines, size):
    backend = byte_level(lines, size, rng["flag"], rng["other_flag"], specials=["[CLS]", "[PAD]", "[SEP]", "[UNK]", "[MASK]"])
    template(backend, "[CLS]", "[SEP]", SINGLE, 1)
    tokenizer = transformers.DebertaTokenizerFast(tokenizer_object=backend, model_max_length=rng["max_length"])
    return tokenizer, "DebertaConfig", dict(pad_token_id=1, relative_attention=True, max_relative_positions=-1,
                                            pos_att_type="c2p|p2c", position_biased_input=False, type_vocab_size=0)


def modernbert(rng, lines, size):
    specials = ["[CLS]", "[PAD]", "[SEP]", "[UNK]", "[MASK]"]
    backend = byte_level(lines, size, False, True, specials=specials)
    template(backend, "[CLS]", "[SEP]", SINGLE, 0)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=backend, model_max_length=rng["max_length"], cls_token="[CLS]", pad_token="[PAD]", sep_token="[SEP]",
        unk_token="[UNK]", mask_token="[MASK]", model_input_names=["input_ids", "attention_mask"])
    return tokenizer, "ModernBertConfig", dict(pad_token_id=1, bos_token_id=0, eos_token_id=2, cls_token_id=0, sep_token_id=2,
                                               local_attention=8, global_attn_every_n_layers=2)


def sentencepiece_like(name, config, specials, cls, sep, pair, type_b, past_pad, **more):
    def make(rng, lines, size):
        backend = unigram(lines, size, specials, cls, sep, pair, type_b, rng["flag"])
        tokenizer = getattr(transformers, name)(tokenizer_object=backend, model_max_length=rng["max_length"])
        return tokenizer, config, dict(pad_token_id=specials.index("<pad>" if "<pad>" in specials else "[PAD]"),
                                       past_pad=past_pad, **more)
    return make


DOUBLE = "{cls}:0 $A:0 {sep}:0 {sep}:0 $B:{b} {sep}:{b}"
SINGLE = "{cls}:0 $A:0 {sep}:0 $B:{b} {sep}:{b}"
XLMR = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
FAMILIES = {
    "bert": bert_like("BertTokenizerFast", "BertConfig"),
    "distilbert": bert_like("DistilBertTokenizerFast", "DistilBertConfig", distil=True),
    "electra": bert_like("ElectraTokenizerFast", "ElectraConfig", embedding_size=12),
    "mobilebert": bert_like("MobileBertTokenizerFast", "MobileBertConfig", embedding_size=16,
                            intra_bottleneck_size=16, true_hidden_size=16),
    "convbert": bert_like("ConvBertTokenizerFast", "ConvBertConfig", embedding_size=16, head_ratio=1),
    "squeezebert": bert_like("SqueezeBertTokenizerFast", "SqueezeBertConfig", embedding_size=16),
    "roformer": bert_like("BertTokenizerFast", "RoFormerConfig", embedding_size=16),
    "mpnet": mpnet,
    "deberta": deberta,
    "modernbert": modernbert,
    "ibert": roberta_like("IBertConfig"),
    "roberta": roberta_like("RobertaConfig"),
    "data2vec-text": roberta_like("Data2VecTextConfig"),
    "xlm-roberta": sentencepiece_like("XLMRobertaTokenizerFast", "XLMRobertaConfig", XLMR, "<s>", "</s>", DOUBLE, 0,
                                      True, type_vocab_size=1, bos_token_id=0, eos_token_id=2),
    "camembert": sentencepiece_like("CamembertTokenizerFast", "CamembertConfig",
                                    ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], "<s>", "</s>", DOUBLE, 0, True,
                                    type_vocab_size=1, bos_token_id=0, eos_token_id=2),
    "rembert": sentencepiece_like("RemBertTokenizerFast", "RemBertConfig", ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"],
                                  "[CLS]", "[SEP]", SINGLE, 1, False, input_embedding_size=16, output_embedding_size=16),
    "albert": sentencepiece_like("AlbertTokenizerFast", "AlbertConfig", ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"],
                                 "[CLS]", "[SEP]", SINGLE, 1, False, embedding_size=8),
    "deberta-v2": sentencepiece_like("DebertaV2TokenizerFast", "DebertaV2Config",
                                     ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"], "[CLS]", "[SEP]", SINGLE, 1,
                                     False, relative_attention=True, position_buckets=8, norm_rel_ebd="layer_norm",
                                     share_att_key=True, pos_att_type="p2c|c2p", max_relative_positions=-1,
                                     position_biased_input=False, type_vocab_size=0),
}


def make(family, task, seed, labels=None, max_length=None, lines=CORPUS, vocab_size=300, positions=96, changes=None,
         sizes=None):
    """(tokenizer, model): both follow from the arguments alone."""
    rng = random.Random(f"{family} {seed}")
    choices = {"max_length": max_length or 10**30, "flag": rng.random() < 0.5, "other_flag": rng.random() < 0.5}
    tokenizer, config_name, values = FAMILIES[family](choices, lines, vocab_size)
    if family in ("roberta", "mpnet", "xlm-roberta", "camembert") and tokenizer.mask_token:
        tokenizer.add_special_tokens({"mask_token": AddedToken(tokenizer.mask_token, lstrip=True, special=True)})
    values = dict(values)
    sizes = {**SIZES, **(sizes or {})}
    if values.pop("distil", False):
        sizes = dict(dim=16, n_layers=2, n_heads=2, hidden_dim=24)
    past_pad = values.pop("past_pad", False)
    values["max_position_embeddings"] = positions + (2 if past_pad else 0)
    if labels:
        values.update(id2label=dict(enumerate(labels)), label2id={label: i for i, label in enumerate(labels)})
    config = getattr(transformers, config_name)(vocab_size=len(tokenizer), **sizes, **values, **(changes or {}))
    torch.manual_seed(seed)
    model = getattr(transformers, HEADS[task]).from_config(config)
    with torch.no_grad():  # far enough from zero for scores to differ
        for name, parameter in model.named_parameters():
            parameter.add_(torch.randn_like(parameter) * (0.2 if parameter.dim() > 1 else 0.05))
    return tokenizer, model.eval()
