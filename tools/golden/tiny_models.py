# SPDX-License-Identifier: Apache-2.0
"""Tokenizers trained on a few sentences, and random models saved as ONNX and OpenVINO IR."""
import json
import pathlib
import shutil
import tempfile

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = ROOT / "tests/data/models"
SIZES = dict(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=24)
CORPUS = [
    "I love this film, it's wonderful and warm!", "The food was cold and the service slow.",
    "What a dull, slow and empty story; nobody in it is alive.", "Great value, quick delivery, would buy again.",
    "The battery died after two days and support never answered.", "Naïve café déjà vu über straße.",
    "A quiet little film with a big heart.", "Not good, not bad: just another day.",
]


def wordpiece(vocab_size=300):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=vocab_size, special_tokens=specials))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def byte_level(vocab_size=320):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(vocab_size=vocab_size, special_tokens=specials,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def unigram(vocab_size=200):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    specials = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.UnigramTrainer(vocab_size=vocab_size, special_tokens=specials, unk_token="<unk>")
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def save(name, task, model, tokenizer, change_config=None):
    """Writes tests/data/models/NAME: config, tokenizer, model.onnx, openvino_model.xml and .bin."""
    from optimum.exporters.onnx import main_export
    from optimum.intel import OVModelForFeatureExtraction  # noqa: F401  (the exporter registers itself)
    from optimum.exporters.openvino import main_export as openvino_export

    folder = MODELS / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        model.eval().save_pretrained(made)
        tokenizer.save_pretrained(made)
        for kind, export in (("onnx", main_export), ("ir", openvino_export)):
            target = pathlib.Path(made) / kind
            arguments = dict(task=task, device="cpu", do_validation=False) if kind == "onnx" else dict(task=task, convert_tokenizer=False)
            export(made, str(target), **arguments)
            for pattern in ("model.onnx", "openvino_model.*"):
                for file in target.glob(pattern):
                    shutil.copy(file, folder)
        for pattern in ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
            for file in pathlib.Path(made).glob(pattern):
                shutil.copy(file, folder)
    if change_config:
        path = folder / "config.json"
        config = json.loads(path.read_text())
        change_config(config)
        path.write_text(json.dumps(config, indent=2) + "\n")


def seeded(model_class, config, seed):
    """A random model whose classes are far enough apart for scores to differ."""
    torch.manual_seed(seed)
    model = model_class(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return model
