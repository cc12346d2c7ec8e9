# SPDX-License-Identifier: Apache-2.0
"""tests/tokenizer/data/languages.jsonl: tokenizers of translation models, one language after another.

The models come from sentencepiece.jsonl and slow_tokenizers.json. For each pair of languages the
line holds what _build_translation_inputs of transformers gives, or that it raises.
"""
import base64
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TEXTS = ["The quick brown fox", "we see\tthe <mask> dog", ""]
# Each language follows on the one before: what a switch leaves behind would show.
LANGUAGES = {
    "NllbTokenizer": [("deu_Latn", "zul_Latn"), ("eng_Latn", "xx"), ("xx", "fra_Latn"),
                      ("the", "fra_Latn"), ("fra_Latn", "the")],
    "MBartTokenizer": [("ro_RO", "en_XX"), ("xx", "cs_CZ"), ("en_XX", "dog")],
    "MBart50Tokenizer": [("uk_UA", "sl_SI"), ("en_XX", "xx"), ("xx", "ko_KR")],
    "SeamlessM4TTokenizer": [("deu", "__fra__"), ("__eng__", "rus"), ("xx", "eng")],
    "M2M100Tokenizer": [("en", "fr"), ("zu", "af"), ("xx", "en"), ("en", "xx"), ("de", "en")],
}
NLLB_LEGACY = {"tokenizer_class": "NllbTokenizerFast", "legacy_behaviour": True}


def folders():
    models, rows = {}, []
    for line in (HERE / "data/sentencepiece.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "model" in row:
            models[row["model"]] = row["base64"]
        if row.get("folder") in LANGUAGES or row.get("config") == NLLB_LEGACY:
            rows.append(row)
    for row in rows:
        if row["folder"].startswith("Seamless"):  # its languages are nowhere but in the files
            row["config"]["additional_special_tokens"] = ["__deu__", "__eng__", "__fra__"]
        files = {row["file"]: base64.b64decode(models[row["of"]])}
        files["tokenizer_config.json"] = json.dumps(row["config"]).encode()
        yield row["folder"].removesuffix("Fast"), {"config": row["config"], "file": row["file"],
                                                   "of": row["of"]}, files
    recorded = json.loads((HERE.parent / "golden/slow_tokenizers.json").read_text(encoding="utf-8"))
    case = next(c for c in recorded["cases"] if c["name"] == "M2M100Tokenizer")
    yield case["name"], {"slow": case["name"]}, {
        name: text.encode() if isinstance(text, str) else base64.b64decode(text["base64"])
        for name, text in case["files"].items()}


def translation(tokenizer, src_lang, tgt_lang):
    answers = []
    for text in TEXTS:
        more = {} if not tokenizer.is_fast else {"return_tensors": None}
        try:
            inputs = tokenizer._build_translation_inputs(text, src_lang=src_lang, tgt_lang=tgt_lang,
                                                         **more)
        except KeyError:
            return {"src_lang": src_lang, "tgt_lang": tgt_lang, "refused": True}
        answers.append(inputs["input_ids"])
    return {"src_lang": src_lang, "tgt_lang": tgt_lang, "ids": answers,
            "forced_bos_token_id": inputs["forced_bos_token_id"]}


def main():
    from transformers import AutoTokenizer
    lines = [{"texts": TEXTS}]
    for name, row, files in folders():
        with tempfile.TemporaryDirectory() as folder:
            for file, content in files.items():
                (pathlib.Path(folder) / file).write_bytes(content)
            tokenizer = AutoTokenizer.from_pretrained(folder)
        row["cases"] = [translation(tokenizer, *pair) for pair in LANGUAGES[name]]
        lines.append(row)
    (HERE / "data/languages.jsonl").write_text(
        "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines),
        encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
