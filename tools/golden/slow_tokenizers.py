# SPDX-License-Identifier: Apache-2.0
"""Tiny folders without tokenizer.json and what AutoTokenizer makes of them:
tests/golden/slow_tokenizers.json, one folder a line with its files, requests and answers."""
import base64
import io
import json
import pathlib
import tempfile

from golden import versions

WORDS = ["the", "ab", "##ab", "##c", "hé", "x", ".", ",", "a", "b", "c", "'", "s", "##s"]
LETTERS = list("abcdefghijklmnopqrstuvwxyz") + ["Ġ", "Ã", "©", ".", ",", "'", "1", "2", "Ċ"]
MERGES = ["a b", "Ġ ab", "t h", "th e", "Ġ the", "Ã ©"]
BERT = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROBERTA = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
RULES = "ﬁ\tf i\n½\t1 / 2\n\u00a0\t \n\u3000\t \nA\ta\n"
CORPUS = ["the quick brown fox jumps over the lazy dog", "ab abc the hé fi 1/2", "a b c d e f g"] * 30
TEXTS = ["The abab ab.", "hé  ﬁ x1\n日", "", "<s>ab[MASK] the<mask>|x", "ABC'S 12"]


def spm(model_type):
    import sentencepiece
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as rules:
        for line in RULES.strip("\n").split("\n"):
            source, target = line.split("\t")
            rules.write("%s\t%s\n" % (" ".join("%X" % ord(c) for c in source), " ".join(
                "%X" % ord(c) for c in target.replace(" ", "") or " ")))
        rules.flush()
        out = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(CORPUS), model_writer=out, model_type=model_type, vocab_size=60,
            hard_vocab_limit=False, normalization_rule_tsv=rules.name, minloglevel=2,
            user_defined_symbols=["<sep>"])
    processor = sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())
    pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
    return {"base64": base64.b64encode(out.getvalue()).decode()}, pieces


def config(name, **more):
    return json.dumps({"tokenizer_class": name, **more}, ensure_ascii=False)


def numbered(tokens):
    return json.dumps({t: i for i, t in enumerate(dict.fromkeys(tokens))}, ensure_ascii=False)


def bpe_files(name, specials, suffix=False, **more):
    letters = LETTERS
    merged = [m.replace(" ", "") for m in MERGES]
    if suffix:
        letters = LETTERS + [c + "</w>" for c in LETTERS]
    merges = MERGES + (["a b</w>"] if suffix else [])
    return {"tokenizer_config.json": config(name, **more),
            "vocab.json": numbered(specials + letters + merged + (["ab</w>"] if suffix else [])),
            "merges.txt": "#version: 0.2\n" + "\n".join(merges) + "\n"}


def word_piece_files(name, specials=BERT, **more):
    return {"tokenizer_config.json": config(name, **more),
            "vocab.txt": "\n".join(specials + WORDS) + "\n"}


def folders():
    yield "BertTokenizer", word_piece_files("BertTokenizer", do_lower_case=False)
    yield "FunnelTokenizer", word_piece_files("FunnelTokenizer", [
        "<unk>", "<sep>", "<pad>", "<cls>", "<mask>", "<s>", "</s>"])
    yield "MPNetTokenizer", word_piece_files("MPNetTokenizer", ROBERTA + ["[UNK]"])
    yield "LayoutLMv2Tokenizer", word_piece_files("LayoutLMv2Tokenizer")
    yield "SplinterTokenizer", word_piece_files("SplinterTokenizer", BERT + ["[QUESTION]"])
    yield "SplinterTokenizer left", word_piece_files("SplinterTokenizer", padding_side="left")
    yield "RobertaTokenizer", bpe_files("RobertaTokenizer", ROBERTA)
    yield "LayoutLMv3Tokenizer", bpe_files("LayoutLMv3Tokenizer", ROBERTA)
    yield "BlenderbotTokenizer", bpe_files("BlenderbotTokenizer", ROBERTA)
    yield "MarkupLMTokenizer", bpe_files("MarkupLMTokenizer", ROBERTA, tags_dict={"a": 0})
    yield "DebertaTokenizer", bpe_files("DebertaTokenizer", BERT)
    yield "GPT2Tokenizer", bpe_files("GPT2Tokenizer", ["<|endoftext|>"], add_bos_token=True)
    yield "Qwen2Tokenizer", bpe_files("Qwen2Tokenizer", ["<|endoftext|>"])
    yield "CLIPTokenizer", bpe_files("CLIPTokenizer", ["<|startoftext|>", "<|endoftext|>"], True)
    yield "OpenAIGPTTokenizer", bpe_files("OpenAIGPTTokenizer", ["<unk>"], True)
    yield "HerbertTokenizer", bpe_files("HerbertTokenizer", ROBERTA, True)
    yield "WhisperTokenizer", bpe_files("WhisperTokenizer", [
        "<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|translate|>",
        "<|transcribe|>", "<|notimestamps|>"], language="Chinese", task="transcribe")
    ranks = [bytes([b]) for b in range(256)] + [b"ab", b"th", b"the", b" the", b" ab"]
    lines = "".join("%s %d\n" % (base64.b64encode(t).decode(), i) for i, t in enumerate(ranks))
    yield "tiktoken", {"tokenizer_config.json": config(
        "PreTrainedTokenizerFast", additional_special_tokens=["<mask>"]), "tokenizer.model": lines}
    yield "tekken", {"tokenizer_config.json": config("PreTrainedTokenizerFast"), "tekken.json":
                     json.dumps({"config": {"pattern": r"\s?\p{L}+|\s+|[^\s\p{L}]"},
                                 "special_tokens": [{"token_str": "<mask>", "is_control": True}],
                                 "vocab": [{"token_bytes": base64.b64encode(t).decode()}
                                           for t in ranks]})}
    source, pieces = spm("unigram")
    target, more = spm("bpe")
    vocab = numbered(["</s>", "<unk>", ">>fra<<"] + pieces + more + ["<pad>"])
    yield "MarianTokenizer", {"tokenizer_config.json": config("MarianTokenizer"),
                              "vocab.json": vocab, "source.spm": source, "target.spm": target}
    yield "M2M100Tokenizer", {
        "tokenizer_config.json": config("M2M100Tokenizer", src_lang="fr"),
        "vocab.json": numbered(["<s>", "<pad>", "</s>", "<unk>"] + more),
        "sentencepiece.bpe.model": target}
    yield "Wav2Vec2CTCTokenizer", {
        "tokenizer_config.json": config("Wav2Vec2CTCTokenizer", do_lower_case=True),
        "vocab.json": numbered(["<pad>", "<s>", "</s>", "<unk>", "|"] + list("ABCDEFGHIJ'STX"))}
    yield "Wav2Vec2CTCTokenizer target_lang", {
        "tokenizer_config.json": config("Wav2Vec2CTCTokenizer", target_lang="eng"),
        "vocab.json": '{"eng": %s}' % numbered(["<pad>", "<s>", "</s>", "<unk>", "|"] + list("abhx"))}
    yield "EsmTokenizer", {
        "tokenizer_config.json": config("EsmTokenizer"),
        "vocab.txt": "\n".join(["<cls>", "<pad>", "<eos>", "<unk>"] + list("LAGVSER") + ["<mask>"])}
    yield "ByT5Tokenizer", {"tokenizer_config.json": config("ByT5Tokenizer")}
    yield "CanineTokenizer", {"tokenizer_config.json": config("CanineTokenizer")}


CALLS = [{"max_length": 4, "truncation": "longest_first"},
         {"max_length": 5, "truncation": "only_first", "truncation_side": "left", "stride": 1,
          "return_overflowing_tokens": True},
         {"max_length": 9, "padding": "max_length", "padding_side": "left"}]


def encode_fast(tokenizer, text, pair):
    encoding = tokenizer.backend_tokenizer.encode(text, pair)
    return {"ids": encoding.ids, "type_ids": encoding.type_ids,
            "offsets": [list(o) for o in encoding.offsets]}


def encode_slow(tokenizer, text, pair, call):
    call = dict(call)
    tokenizer.truncation_side = call.pop("truncation_side", "right")
    out = tokenizer(text, pair, return_attention_mask=True, **call)
    return {"ids": out["input_ids"], "attention_mask": out["attention_mask"],
            "overflowing": out.get("overflowing_tokens", [])}


def cases_of(tokenizer):
    cases = []
    for text in TEXTS:
        for pair in (None, "x ab"):
            if tokenizer.is_fast:
                cases.append({"text": text, "pair": pair, **encode_fast(tokenizer, text, pair)})
                continue
            for call in [{}] + (CALLS if pair is None else CALLS[:1]):
                cases.append({"text": text, "pair": pair, "call": call,
                              **encode_slow(tokenizer, text, pair, call)})
    for ids in ([], [5, 5, 6, 0, 7, 7, 1, 8], list(range(min(len(tokenizer), 24)))):
        for skip in (False, True):
            cases.append({"decode": ids, "skip": skip,
                          "decoded": tokenizer.decode(ids, skip_special_tokens=skip)})
    return cases


def make_models():
    pass


def record():
    from transformers import AutoTokenizer
    recorded = []
    for name, files in folders():
        with tempfile.TemporaryDirectory() as path:
            for file, content in files.items():
                data = base64.b64decode(content["base64"]) if isinstance(content, dict) else content.encode()
                (pathlib.Path(path) / file).write_bytes(data)
            (pathlib.Path(path) / "config.json").write_text('{"model_type": "bert"}')
            recorded.append({"name": name, "files": files,
                             "cases": cases_of(AutoTokenizer.from_pretrained(path))})
    versions.write("slow_tokenizers", recorded)
