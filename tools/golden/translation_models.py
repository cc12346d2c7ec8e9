# SPDX-License-Identifier: Apache-2.0
"""Translation with the tokenizers that know languages, and Marian's: folders of tests/data/translation.

Tiny random models with tokenizers of their own classes; tests/golden/translation.json holds what transformers'
pipelines answer on ONNX Runtime and on OpenVINO, which reads the same ONNX files, or the error they raise.
"""
import json
import pathlib
import tempfile

from golden import sentencepiece_folders as pieces
from golden import versions
from golden.generation_models import export, keep
from golden.tiny_models import ROOT

FOLDERS = ROOT / "tests/data/translation"
SIZES = dict(d_model=16, encoder_layers=1, decoder_layers=2, encoder_attention_heads=2, decoder_attention_heads=2,
             encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=64, init_std=0.7)
BPE = "sentencepiece.bpe.model"
# folder: (configuration class, tokenizer class, its configuration, what begins the decoder's text, layout)
CHOSEN = {
    "mbart": ("MBartConfig", "MBartTokenizer", {"src_lang": "en_XX", "tgt_lang": "ro_RO"}, "ro_RO", "split"),
    "mbart50": ("MBartConfig", "MBart50Tokenizer", {"src_lang": "en_XX"}, "</s>", "merged"),
    "nllb": ("M2M100Config", "NllbTokenizer", {}, "</s>", "split"),
    "m2m100": ("M2M100Config", "M2M100Tokenizer", {"src_lang": "en"}, "</s>", "split"),
    "marian": ("MarianConfig", "MarianTokenizer", {"source_lang": "en", "target_lang": "fr"}, "<pad>", "merged"),
}
LANGUAGES = {"mbart": ("en_XX", "fr_XX", "xx_YY"), "mbart50": ("de_DE", "ro_RO", "en"),
             "nllb": ("eng_Latn", "fra_Latn", "fr"), "m2m100": ("en", "fr", "fra_Latn"), "marian": ("en", "fr", "zz")}
TASK_PARAMS = {"translation_en_to_fr": {"prefix": ">>fra<< ", "num_beams": 2, "max_length": 30}}


def numbered(tokens):
    return json.dumps({token: i for i, token in enumerate(dict.fromkeys(tokens))}, ensure_ascii=False)


def write_tokenizer(folder, name, config):
    import sentencepiece
    from transformers import AutoTokenizer

    model = pieces.make_model("bpe", pieces.MODELS["bpe"])
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    words = [processor.id_to_piece(i) for i in range(3, processor.get_piece_size())]
    (folder / "tokenizer_config.json").write_text(json.dumps(
        {"tokenizer_class": name, "model_max_length": 40, **config}) + "\n")
    if name == "MarianTokenizer":
        (folder / "source.spm").write_bytes(model)
        (folder / "target.spm").write_bytes(model)
        (folder / "vocab.json").write_text(numbered(["</s>", "<unk>", ">>fra<<", *words, "<pad>"]))
    else:
        (folder / BPE).write_bytes(model)
    if name == "M2M100Tokenizer":
        (folder / "vocab.json").write_text(numbered(["<s>", "<pad>", "</s>", "<unk>", *words]))
    if name == "NllbTokenizer":  # this one as a tokenizer.json
        AutoTokenizer.from_pretrained(folder).save_pretrained(folder)
        for extra in (BPE, "special_tokens_map.json"):
            (folder / extra).unlink(missing_ok=True)
    return AutoTokenizer.from_pretrained(folder)


def make_models():
    import torch
    import transformers

    for name, (config_class, tokenizer_class, tokenizer_config, start, layout) in CHOSEN.items():
        with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as exported:
            tokenizer = write_tokenizer(pathlib.Path(made), tokenizer_class, tokenizer_config)
            start_id = tokenizer.convert_tokens_to_ids(start)
            torch.manual_seed(len(name))
            # M2M100 numbers its languages behind the vocabulary.
            languages = getattr(tokenizer, "lang_token_to_id", {}).values()
            config = getattr(transformers, config_class)(
                **SIZES, vocab_size=max(len(tokenizer), *languages, 0) + 1, pad_token_id=tokenizer.pad_token_id, bos_token_id=0,
                eos_token_id=tokenizer.eos_token_id, decoder_start_token_id=start_id,
                forced_eos_token_id=tokenizer.eos_token_id)
            if name == "marian":
                config.task_specific_params = TASK_PARAMS
            model = transformers.AutoModelForSeq2SeqLM.from_config(config).eval()
            with tempfile.TemporaryDirectory() as weights:
                model.save_pretrained(weights)
                export(weights, exported, "text2text-generation-with-past", "ort", layout)
            keep(pathlib.Path(exported), FOLDERS / name)
            for path in sorted(pathlib.Path(made).iterdir()):
                (FOLDERS / name / path.name).write_bytes(path.read_bytes())


def calls(source, target, unknown):
    """(task, construction, inputs, call)"""
    both = {"src_lang": source, "tgt_lang": target, "max_new_tokens": 9}
    named = f"translation_{source}_to_{target}"
    text, texts = "the quick brown fox", ["a naïve café", "we see the town and the dogs", "fox"]
    yield "translation", {}, text, both
    yield "translation", {}, text, {**both, "num_beams": 1}
    yield "translation", {}, text, {**both, "src_lang": target, "tgt_lang": source}
    yield "translation", {}, texts, both
    yield "translation", {}, texts, {**both, "batch_size": 2, "num_beams": 2}
    yield "translation", {}, texts, {**both, "num_return_sequences": 2, "return_tensors": True}
    yield "translation", {}, "the fox " * 40, {**both, "max_new_tokens": 3, "truncation": True}
    yield "translation", {}, "the  dog , over ", {**both, "clean_up_tokenization_spaces": True}
    yield "translation", {}, "", both
    yield "translation", {"src_lang": source, "tgt_lang": target, "max_new_tokens": 7}, text, {}
    yield "translation", {"src_lang": source}, text, {"max_new_tokens": 5, "tgt_lang": target}
    yield "translation", {}, text, {**both, "forced_bos_token_id": 5, "num_beams": 1}
    yield "translation", {}, text, {"max_new_tokens": 5, "forced_bos_token_id": 7}
    yield "translation", {}, text, {"max_new_tokens": 5}
    yield "translation", {}, text, {"max_new_tokens": 5, "src_lang": source}
    yield "translation", {}, text, {"max_new_tokens": 5, "tgt_lang": target}
    yield "translation", {}, text, {"max_new_tokens": 5, "src_lang": source, "tgt_lang": unknown}
    yield "translation", {}, text, {"max_new_tokens": 5, "src_lang": unknown, "tgt_lang": target}
    yield named, {}, text, {"max_new_tokens": 6}
    yield "translation_en_to_fr", {}, text, {"max_new_tokens": 6}
    yield "translation_en_to_fr", {}, text, both
    yield "translation_en_to_fr", {}, text, {"max_new_tokens": 6, "tgt_lang": target}
    yield "translation_en_to_fr", {"src_lang": source, "tgt_lang": target}, text, {"max_new_tokens": 6}
    yield "translation_en_to_fr", {"src_lang": source, "forced_bos_token_id": 7}, text, \
        {"tgt_lang": target, "max_new_tokens": 6}
    yield "text2text-generation", {}, text, {"max_new_tokens": 6}
    yield "text2text-generation", {}, text, {"max_new_tokens": 6, "decoder_start_token_id": 6}
    yield "text2text-generation", {}, text, {"max_new_tokens": 6, "src_lang": source}
    yield "summarization", {}, text, {"max_new_tokens": 6, "forced_bos_token_id": 8}


def record():
    import transformers
    from optimum.onnxruntime import ORTModelForSeq2SeqLM

    cases = []
    for name in CHOSEN:
        for task, construction, inputs, call in calls(*LANGUAGES[name]):
            case = {"model": name, "task": task, "construction": construction, "inputs": inputs, "call": call}
            try:  # made anew: a tokenizer keeps the languages of the last call
                pipe = transformers.pipeline(task, model=ORTModelForSeq2SeqLM.from_pretrained(FOLDERS / name),
                                             tokenizer=str(FOLDERS / name), **construction)
                answer = pipe(inputs, **call)
                case["expected"] = json.loads(json.dumps(answer, default=lambda tensor: tensor.tolist()))
            except Exception as error:  # noqa: BLE001
                case["error"] = f"{type(error).__name__}: {error}"
            cases.append(case)
    versions.write("translation", cases)
