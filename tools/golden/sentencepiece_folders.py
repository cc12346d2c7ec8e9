# SPDX-License-Identifier: Apache-2.0
"""tests/tokenizer/data/sentencepiece.jsonl: folders with a SentencePiece model and no tokenizer.json.

Models of some hundred pieces are trained on a few sentences; transformers loads a folder of each
class around them and encodes and decodes. One line a model, then one line a folder.
"""
import base64
import importlib.metadata
import io
import json
import os
import pathlib
import struct
import sys
import tempfile

os.environ["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python"
ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/tokenizer/data/sentencepiece.jsonl"
sys.path.insert(0, str(ROOT / "tests/differential"))

SENTENCES = ["the quick brown fox jumps over the lazy dog", "The Quick Brown Fox, 1,234 dogs",
             "a naïve café in the old town", "we see the town and the dogs over there"] * 4
COMMON = {"model_type": "unigram", "vocab_size": 90, "character_coverage": 1.0,
          "normalization_rule_name": "identity", "hard_vocab_limit": False}
BYTES = {**COMMON, "model_type": "bpe", "byte_fallback": True, "vocab_size": 340}
T5_IDS = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
MODELS = {
    "unigram": COMMON,
    "bpe": {**COMMON, "model_type": "bpe", "vocab_size": 80},
    "cls": {**COMMON, "control_symbols": ["[CLS]", "[SEP]"], "user_defined_symbols": ["[MASK]", "fox"]},
    "xlnet": {**COMMON, "control_symbols": ["<cls>", "<sep>"]},
    "t5": {**COMMON, **T5_IDS},
    "llama": BYTES,
    "gemma": {**BYTES, "pad_id": 0, "eos_id": 1, "bos_id": 2, "unk_id": 3, "bos_piece": "<bos>",
              "eos_piece": "<eos>", "user_defined_symbols": ["<start_of_turn>", "<mask>"]},
}
SPIECE, BPE_MODEL, TOKENIZER_MODEL = "spiece.model", "sentencepiece.bpe.model", "tokenizer.model"
FOLDERS = [
    ("AlbertTokenizer", "cls", SPIECE, {}),
    ("AlbertTokenizerFast", "unigram", SPIECE, {"do_lower_case": False, "keep_accents": True}),
    ("BarthezTokenizer", "unigram", BPE_MODEL, {}),
    ("BigBirdTokenizer", "cls", SPIECE, {}),
    ("BigBirdTokenizer", "bpe", SPIECE, {"additional_special_tokens": ["dog"]}),
    ("CamembertTokenizer", "unigram", BPE_MODEL, {}),
    ("CodeLlamaTokenizer", "llama", TOKENIZER_MODEL, {}),
    ("DebertaV2Tokenizer", "cls", "spm.model", {"split_by_punct": True}),
    ("DebertaV2TokenizerFast", "unigram", "spm.model", {"do_lower_case": True}),
    ("FNetTokenizer", "cls", SPIECE, {}),
    ("GemmaTokenizer", "gemma", TOKENIZER_MODEL, {}),
    ("GemmaTokenizerFast", "gemma", TOKENIZER_MODEL, {"add_bos_token": False, "add_eos_token": True}),
    ("LayoutXLMTokenizer", "unigram", BPE_MODEL, {}),
    ("LlamaTokenizer", "llama", TOKENIZER_MODEL, {}),
    ("LlamaTokenizer", "llama", TOKENIZER_MODEL, {"legacy": False}),
    ("LlamaTokenizerFast", "llama", TOKENIZER_MODEL, {"add_prefix_space": False, "add_eos_token": True}),
    ("MBartTokenizer", "unigram", BPE_MODEL, {"src_lang": "de_DE"}),
    ("MBart50Tokenizer", "bpe", BPE_MODEL, {"src_lang": "fr_XX"}),
    ("MT5Tokenizer", "t5", SPIECE, {"extra_ids": 3}),
    ("NllbTokenizer", "unigram", BPE_MODEL, {"src_lang": "fra_Latn"}),
    ("NllbTokenizerFast", "unigram", BPE_MODEL, {"legacy_behaviour": True}),
    ("PegasusTokenizer", "t5", SPIECE, {"offset": 6}),
    ("ReformerTokenizer", "bpe", SPIECE, {}),
    ("RemBertTokenizer", "cls", "sentencepiece.model", {"keep_accents": False, "do_lower_case": True}),
    ("SeamlessM4TTokenizer", "unigram", BPE_MODEL, {"src_lang": "fra", "tgt_lang": "eng"}),
    ("T5Tokenizer", "t5", SPIECE, {}),
    ("T5TokenizerFast", "t5", SPIECE, {"legacy": False, "extra_ids": 2}),
    ("UdopTokenizer", "t5", SPIECE, {"add_prefix_space": False}),
    ("XGLMTokenizer", "unigram", BPE_MODEL, {}),
    ("XLMRobertaTokenizer", "bpe", BPE_MODEL, {}),
    ("XLMRobertaTokenizerFast", "unigram", BPE_MODEL,
     {"mask_token": "fox", "added_tokens_decoder": {"95": {
         "content": "town", "lstrip": False, "normalized": False, "rstrip": True,
         "single_word": False, "special": False}}}),
    ("XLNetTokenizer", "xlnet", SPIECE, {}),
]
REQUESTS = [
    {"text": "The quick  brown fox, 1,234 dogs ", "add_special_tokens": True},
    {"text": "naïve ``café'' fox town\n日 ﬁ", "text_pair": " the <mask> [MASK] dog", "add_special_tokens": True},
    {"text": "we see\tthe ½", "add_special_tokens": False},
    {"ids": [0, 1, 2, 3, 7, 12, 30, 45, 60, 5], "skip_special_tokens": False},
    {"ids": [1, 9, 3, 17, 28, 2], "skip_special_tokens": True},
]


def charsmap():
    """The small map of the other tests; SentencePiece wants the trie in blocks of 1024 bytes."""
    from tokenizers_fuzz import CHARSMAP
    blob = base64.b64decode(CHARSMAP)
    size = struct.unpack("<I", blob[:4])[0]
    fill = -size % 1024
    return struct.pack("<I", size + fill) + blob[4:4 + size] + bytes(fill) + blob[4 + size:]


def make_model(name, options):
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(SENTENCES), model_writer=model,
                                             minloglevel=3, num_threads=1, **options)
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    if name in ("unigram", "cls"):
        proto.normalizer_spec.precompiled_charsmap = charsmap()
    proto.trainer_spec.ClearField("input")
    return proto.SerializeToString()


def answer(tokenizer, request):
    from tokenizers_fuzz import encoding_fields
    if "ids" in request:
        return {"text": tokenizer.decode(request["ids"],
                                         skip_special_tokens=request["skip_special_tokens"])}
    return encoding_fields(tokenizer._tokenizer.encode(
        request["text"], request.get("text_pair"), add_special_tokens=request["add_special_tokens"]))


def record():
    from transformers import AutoTokenizer
    versions = {p: importlib.metadata.version(p) for p in ("transformers", "tokenizers", "sentencepiece")}
    models = {name: make_model(name, options) for name, options in MODELS.items()}
    lines = [{"versions": versions}]
    lines += [{"model": n, "base64": base64.b64encode(m).decode()} for n, m in models.items()]
    for class_name, model, file, config in FOLDERS:
        config = {"tokenizer_class": class_name, **config}
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / file).write_bytes(models[model])
            (folder / "tokenizer_config.json").write_text(json.dumps(config))
            tokenizer = AutoTokenizer.from_pretrained(name)
            tokenizer._switch_to_input_mode()
            lines.append({"folder": class_name, "of": model, "file": file, "config": config,
                          "cases": [{"request": r, "answer": answer(tokenizer, r)} for r in REQUESTS]})
    DATA.write_text("".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
                            for line in lines), encoding="utf-8")
    print("sentencepiece_folders: %d folders, %d bytes" % (len(FOLDERS), DATA.stat().st_size))


def make_models():
    """The models are part of the recorded file."""
