# SPDX-License-Identifier: Apache-2.0
"""Small model folders with the vocabulary files of slow tokenizers, for slow_classes_fuzz.py."""
import base64
import io
import json

import sentencepiece
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

CORPUS = """The quick brown fox jumps over the lazy dog. It's 2024, isn't it? We've seen 1,234 of them!
def main(argc, argv): return [x for x in range(10) if x % 2 == 0]  # comment
Ünïcödé naïve café déjà vu, Straße, русский язык
日本語のテキスト。中文分词，한국어 텍스트
a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 . , ' - ! ?
""".splitlines()
NASTY = [chr(c) for c in (
    0x00, 0x09, 0x0A, 0x0D, 0x1C, 0x20, 0x27, 0x7F, 0x85, 0xA0, 0xAD, 0xBD, 0xC5, 0xDF, 0xE9, 0x130,
    0x131, 0x300, 0x301, 0x3A3, 0x3C3, 0x2003, 0x200B, 0x200D, 0x2028, 0x2126, 0x2581, 0x3000,
    0x304C, 0x3099, 0x4E00, 0xAC00, 0xFB01, 0xFEFF, 0xFF21, 0xFFFD, 0x1F468, 0x1F600, 0x20000)]
WORDS = sorted({w for line in CORPUS for w in line.split()}) + [
    "don't", "aaa", "A", "\r\n", "  ", "   ", "\n", "-", "▁", "▁a", "Ġ", "##s", "</w>", "<unk>",
    "<s>", "</s>", "<pad>", "<0x41>", "123", "e\u0301", "👨\u200d👩", ">>fra<<", ">>x<< y", "|",
    "<|endoftext|>", "[CLS]", "[SEP]", "[MASK]", "[UNK]", "__en__", "<extra_id_0>", "<mask>"]


def flag(rng):
    return rng.random() < 0.5


def random_text(rng, contents):
    kind = rng.random()
    if kind < 0.04:
        return ""
    if kind < 0.08:
        return rng.choice(NASTY + [" ", "a"])
    parts = []
    for _ in range(rng.randint(1, 10)):
        pick = rng.random()
        if pick < 0.5:
            parts.append(rng.choice(WORDS))
        elif pick < 0.65:
            parts.append(rng.choice(NASTY))
        elif pick < 0.85 and contents:
            parts.append(rng.choice(contents))
        else:
            parts.append(rng.choice(CORPUS)[:rng.randint(1, 30)])
        if rng.random() < 0.6:
            parts.append(" ")
    return "".join(parts)


class Folder:
    """What a maker has written: `config` is tokenizer_config.json, `contents` its added tokens."""

    def __init__(self, path, config, contents):
        self.config = config
        self.contents = contents
        write_json(path / "tokenizer_config.json", config)
        write_json(path / "config.json", {"model_type": "bert"})


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def added_token(rng, content, special):
    return {"content": content, "single_word": rng.random() < 0.2, "lstrip": rng.random() < 0.3,
            "rstrip": rng.random() < 0.3, "normalized": rng.random() < 0.4, "special": special}


def with_tokens(rng, config, vocab, roles):
    """Adds special and added tokens to a config; returns every content."""
    contents = list(roles.values())
    pool = ["<new>", "NEW", "a b", "fo", "<x", "<x>y", "ab", "[X]", "é", "qu"]
    if rng.random() < 0.5:
        extra = rng.sample(pool, rng.randint(1, 3))
        contents += extra
        if flag(rng):
            config["additional_special_tokens"] = [
                t if flag(rng) else {"__type": "AddedToken", **added_token(rng, t, True)}
                for t in extra]
        else:
            decoder, free = {}, max(vocab.values(), default=-1) + 1
            for content in list(roles.values()) + extra:
                known = vocab.get(content)
                if known is None:
                    known, free = free, free + 1
                decoder[str(known)] = added_token(rng, content, content not in extra or flag(rng))
            config["added_tokens_decoder"] = decoder
    for role, content in roles.items():
        if rng.random() < 0.2:
            config[role] = content if flag(rng) else {"__type": "AddedToken",
                                                      **added_token(rng, content, True)}
    if rng.random() < 0.15:
        config["split_special_tokens"] = True
    if rng.random() < 0.3:
        config["clean_up_tokenization_spaces"] = flag(rng)
    if rng.random() < 0.2:
        config["model_max_length"] = rng.choice([8, 512, None])
    return contents


# --- sentencepiece ---------------------------------------------------------------------------------

def train_spm(rng, path, model_type):
    out = io.BytesIO()
    options = {}
    if flag(rng):
        options["user_defined_symbols"] = rng.sample(["<sep>", "ab", "the", "▁x", "日本"], 2)
    if rng.random() < 0.3:
        options["control_symbols"] = ["<ctl>"]
    if rng.random() < 0.3:
        options["unk_surface"] = rng.choice([" ⁇ ", "?", ""])
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS * 4), model_writer=out, model_type=model_type,
        vocab_size=rng.choice([620, 700, 1000]),
        hard_vocab_limit=False, character_coverage=rng.choice([0.98, 1.0]),
        normalization_rule_name=rng.choice(["nmt_nfkc", "nmt_nfkc_cf", "nfkc", "identity"]),
        add_dummy_prefix=rng.random() < 0.8, remove_extra_whitespaces=rng.random() < 0.7,
        byte_fallback=rng.random() < 0.3, minloglevel=2, **options)
    path.write_bytes(out.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def numbered(rng, tokens):
    return {token: i for i, token in enumerate(dict.fromkeys(tokens))}


def marian(rng, path):
    source = train_spm(rng, path / "source.spm", rng.choice(["unigram", "bpe"]))
    target = train_spm(rng, path / "target.spm", rng.choice(["unigram", "bpe"]))
    config = {"tokenizer_class": "MarianTokenizer"}
    head = ["</s>", "<unk>", ">>fra<<"]
    if rng.random() < 0.2:
        config["separate_vocabs"] = True
        vocab = numbered(rng, head + source + ["<pad>"])
        write_json(path / "target_vocab.json", numbered(rng, head + target + ["<pad>"]))
    else:
        vocab = numbered(rng, head + sorted(set(source + target) - {"<s>"}) + ["<pad>"])
    write_json(path / "vocab.json", vocab)
    contents = with_tokens(rng, config, vocab, {"eos_token": "</s>", "unk_token": "<unk>",
                                                "pad_token": "<pad>"})
    return Folder(path, config, contents)


def m2m100(rng, path):
    pieces = train_spm(rng, path / "sentencepiece.bpe.model", rng.choice(["unigram", "bpe"]))
    vocab = numbered(rng, ["<s>", "<pad>", "</s>", "<unk>"] + pieces)
    write_json(path / "vocab.json", vocab)
    config = {"tokenizer_class": "M2M100Tokenizer"}
    if flag(rng):
        config["src_lang"] = rng.choice(["en", "fr", "zu", None, "xx"] if rng.random() < 0.3
                                        else ["en", "fr", "zu"])
    if rng.random() < 0.2:
        config["language_codes"] = "wmt21"
        config.pop("src_lang", None)
    contents = with_tokens(rng, config, vocab, {"bos_token": "<s>", "eos_token": "</s>",
                                                "unk_token": "<unk>", "pad_token": "<pad>"})
    return Folder(path, config, contents + ["__fr__", "__zz__"])


# --- other slow classes ----------------------------------------------------------------------------

def wav2vec2(rng, path):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ'" if flag(rng) else "abcdefghijklmnopqrstuvwxyzéß日"
    tokens = ["<pad>", "<s>", "</s>", "<unk>", "|"] + list(letters)
    if flag(rng):
        tokens += rng.sample(["ab", "THE", "the", "CH", "<x>"], 2)
    vocab = numbered(rng, tokens)
    config = {"tokenizer_class": "Wav2Vec2CTCTokenizer"}
    if flag(rng):
        config["do_lower_case"] = flag(rng)
    if rng.random() < 0.2:
        config["target_lang"] = "eng"
        write_json(path / "vocab.json", {"eng": vocab, "fra": {"a": 0}})
    else:
        write_json(path / "vocab.json", vocab)
    if rng.random() < 0.2:
        config["word_delimiter_token"] = rng.choice(["|", "a", "<s>", "_"])
    if rng.random() < 0.2:
        config["replace_word_delimiter_char"] = rng.choice([" ", "-", ""])
    contents = with_tokens(rng, config, vocab, {"bos_token": "<s>", "eos_token": "</s>",
                                                "unk_token": "<unk>", "pad_token": "<pad>"})
    return Folder(path, config, contents)


def esm(rng, path):
    tokens = ["<cls>", "<pad>", "<eos>", "<unk>"] + list("LAGVSERTIDPKQNFYMHWCXBUZO.-") + [
        "<null_1>", "<mask>"]
    if flag(rng):
        tokens += ["the", "AB", "日"]
    ending = rng.choice(["\n", "\r\n", " \n"])
    (path / "vocab.txt").write_text(ending.join(tokens) + (ending if flag(rng) else ""),
                                    encoding="utf-8", newline="")
    config = {"tokenizer_class": "EsmTokenizer"}
    contents = with_tokens(rng, config, numbered(rng, tokens),
                           {"cls_token": "<cls>", "eos_token": "<eos>", "unk_token": "<unk>",
                            "pad_token": "<pad>", "mask_token": "<mask>"})
    if rng.random() < 0.1:
        config["eos_token"] = None
    return Folder(path, config, contents + ["MKT", "LAGV"])


def byt5(rng, path):
    config = {"tokenizer_class": "ByT5Tokenizer"}
    if rng.random() < 0.3:
        config["extra_ids"] = rng.choice([0, 2, 125])
    contents = with_tokens(rng, config, {chr(i): i + 3 for i in range(256)},
                           {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"})
    return Folder(path, config, contents)


def canine(rng, path):
    config = {"tokenizer_class": "CanineTokenizer"}
    if flag(rng):
        config["additional_special_tokens"] = [chr(0xE010)]
    return Folder(path, config, [chr(c) for c in (0xE000, 0xE001, 0xE002, 0xE003, 0xE004, 0xE010)])


# --- classes that are converted ---------------------------------------------------------------------

BERT_ROLES = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]",
              "cls_token": "[CLS]", "mask_token": "[MASK]"}
ROBERTA_ROLES = {"bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>",
                 "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>"}
GPT2_ROLES = {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>",
              "unk_token": "<|endoftext|>"}
FUNNEL_ROLES = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>",
                "sep_token": "<sep>", "pad_token": "<pad>", "cls_token": "<cls>",
                "mask_token": "<mask>"}
MPNET_ROLES = {**ROBERTA_ROLES, "unk_token": "[UNK]"}


def word_piece(class_name, roles):
    def make(rng, path):
        tokens = list(dict.fromkeys(roles.values()))
        if rng.random() < 0.15:  # one that has to be added
            tokens.remove(rng.choice([t for t in tokens if t != roles["unk_token"]]))
        words = [w.lower() if flag(rng) else w for line in CORPUS for w in line.split()]
        letters = sorted({c for line in CORPUS for c in line} - {" "})
        tokens += rng.sample(words, 30) + letters + ["##" + c for c in letters] + [".", "##ab"]
        ending = "\r\n" if rng.random() < 0.1 else "\n"
        (path / "vocab.txt").write_text(ending.join(tokens) + (ending if flag(rng) else ""),
                                        encoding="utf-8", newline="")
        config = {"tokenizer_class": class_name}
        for key in ("do_lower_case", "tokenize_chinese_chars", "do_basic_tokenize"):
            if rng.random() < 0.25:
                config[key] = flag(rng)
        if rng.random() < 0.3:
            config["strip_accents"] = rng.choice([None, True, False])
        if rng.random() < 0.2:
            config["padding_side"] = rng.choice(["left", "right"])
        vocab = {t: i for i, t in enumerate(tokens)}
        if class_name == "SplinterTokenizer":
            contents = list(roles.values()) + ["[QUESTION]"]
        else:
            contents = with_tokens(rng, config, vocab, roles)
        return Folder(path, config, contents)
    return make


def trained_bpe(rng, alphabet, suffix=None):
    tokenizer = Tokenizer(models.BPE(**({"end_of_word_suffix": suffix} if suffix else {})))
    tokenizer.pre_tokenizer = (pre_tokenizers.ByteLevel(add_prefix_space=False) if alphabet
                               else pre_tokenizers.BertPreTokenizer())
    extra = {"end_of_word_suffix": suffix} if suffix else {}
    trainer = trainers.BpeTrainer(
        vocab_size=rng.choice([400, 600]), show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet() if alphabet else [], **extra)
    tokenizer.train_from_iterator(CORPUS * 3, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [" ".join(m) for m in model["merges"]]


def write_bpe(rng, path, vocab, merges, roles, header="#version: 0.2\n"):
    missing = [t for t in dict.fromkeys(roles.values()) if rng.random() < 0.85]
    for token in missing:
        vocab.setdefault(token, len(vocab))
    write_json(path / "vocab.json", vocab)
    if rng.random() < 0.2:
        merges = merges + merges[:1]
    text = header + "\n".join(merges) + ("\n" if rng.random() < 0.8 else "")
    (path / "merges.txt").write_text(text, encoding="utf-8")


def byte_level(class_name, roles, options=()):
    def make(rng, path):
        vocab, merges = trained_bpe(rng, True)
        write_bpe(rng, path, vocab, merges, roles)
        config = {"tokenizer_class": class_name}
        if rng.random() < 0.3:
            config["add_prefix_space"] = flag(rng)
        for option in options:
            if rng.random() < 0.3:
                config[option] = flag(rng)
        if class_name == "MarkupLMTokenizer":
            config["tags_dict"] = {"a": 0}
        return Folder(path, config, with_tokens(rng, config, vocab, roles))
    return make


def qwen2(rng, path):
    vocab, merges = trained_bpe(rng, True)
    write_bpe(rng, path, vocab, merges, {"eos_token": "<|endoftext|>"},
              rng.choice(["#version: 0.2\n", "", "\n"]))
    config = {"tokenizer_class": "Qwen2Tokenizer"}
    return Folder(path, config, with_tokens(rng, config, vocab, {"eos_token": "<|endoftext|>"}))


def clip(rng, path):
    vocab, merges = trained_bpe(rng, True)
    for char in pre_tokenizers.ByteLevel.alphabet():
        vocab.setdefault(char + "</w>", len(vocab))
    merges = [m for m in merges if "Ġ" not in m] + ["h e</w>", "e </w>"][:1]
    vocab.setdefault("he</w>", len(vocab))
    roles = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>",
             "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
    for token in roles.values():
        vocab.setdefault(token, len(vocab))
    write_bpe(rng, path, vocab, merges, roles)
    config = {"tokenizer_class": "CLIPTokenizer"}
    return Folder(path, config, with_tokens(rng, config, vocab, roles))


def word_end(class_name, roles):
    def make(rng, path):
        vocab, merges = trained_bpe(rng, False, "</w>")
        for token in roles.values():
            vocab.setdefault(token, len(vocab))
        header = rng.choice(["#version: 0.2\n", "", "#version: 0.1 - x\n"]) if class_name.startswith(
            "Herbert") else "#version: 0.2\n"
        write_bpe(rng, path, vocab, merges, roles, header)
        config = {"tokenizer_class": class_name}
        return Folder(path, config, with_tokens(rng, config, vocab, roles))
    return make


def whisper(rng, path):
    vocab, merges = trained_bpe(rng, True)
    names = ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|de|>", "<|translate|>",
             "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>",
             "<|notimestamps|>", "<|0.00|>", "<|0.02|>"]
    roles = {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>",
             "unk_token": "<|endoftext|>"}
    write_bpe(rng, path, vocab, merges, dict(enumerate(names)) if flag(rng) else roles)
    config = {"tokenizer_class": "WhisperTokenizer"}
    if flag(rng):
        config["language"] = rng.choice(["en", "chinese", "German", "de"])
    if flag(rng):
        config["task"] = rng.choice(["transcribe", "translate"])
    if rng.random() < 0.3:
        config["predict_timestamps"] = flag(rng)
    contents = with_tokens(rng, config, vocab, roles)
    if rng.random() < 0.7:
        decoder = config.get("added_tokens_decoder", {})
        free = max([len(vocab), *(int(i) + 1 for i in decoder)])
        for name in names:
            if name not in vocab:
                decoder[str(free)] = added_token(rng, name, True)
                free += 1
        if decoder:
            config["added_tokens_decoder"] = decoder
        write_json(path / "tokenizer_config.json", config)
    return Folder(path, config, contents + names)


# --- tiktoken and tekken ----------------------------------------------------------------------------

def byte_ranks(rng):
    """Tokens of bytes: all single ones, then merged ones that build on earlier ones."""
    tokens = [bytes([b]) for b in rng.sample(range(256), 256)]
    known = set(tokens)
    text = "\n".join(CORPUS).encode()
    while len(tokens) < 450:
        at, size = rng.randrange(len(text) - 8), rng.randint(2, 6)
        piece = text[at:at + size]
        if piece not in known:
            known.add(piece)
            tokens.append(piece)
    return tokens


def tiktoken(rng, path):
    lines = ["%s %d" % (base64.b64encode(t).decode(), i) for i, t in enumerate(byte_ranks(rng))]
    (path / "tokenizer.model").write_text("\n".join(lines) + "\n" * rng.randint(0, 2))
    config = {"tokenizer_class": rng.choice(["PreTrainedTokenizerFast", "LlamaTokenizer"])}
    contents = ["<s>", "</s>", "<unk>", "<a>"]
    if flag(rng):
        config["additional_special_tokens"] = ["<a>", "[b]"]
    if flag(rng):
        config["bos_token"], config["eos_token"] = "<s>", "</s>"
    return Folder(path, config, contents)


def tekken(rng, path):
    specials = ["<unk>", "<s>", "</s>", "[INST]"]
    value = {"config": {"pattern": r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+"},
             "special_tokens": [{"rank": i, "token_str": t, "is_control": rng.random() < 0.8}
                                for i, t in enumerate(specials)],
             "vocab": [{"rank": i, "token_bytes": base64.b64encode(t).decode(), "token_str": None}
                       for i, t in enumerate(byte_ranks(rng))]}
    write_json(path / "tekken.json", value)
    config = {"tokenizer_class": rng.choice(["PreTrainedTokenizerFast", "LlamaTokenizer"])}
    return Folder(path, config, specials)


MAKERS = {
    "marian": marian, "m2m100": m2m100, "wav2vec2": wav2vec2, "esm": esm, "byt5": byt5,
    "canine": canine, "qwen2": qwen2, "clip": clip, "whisper": whisper, "tiktoken": tiktoken,
    "tekken": tekken,
    **{name: word_piece(name, BERT_ROLES) for name in (
        "BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer",
        "ConvBertTokenizer", "LayoutLMTokenizer", "LayoutLMv2Tokenizer", "LxmertTokenizer",
        "SqueezeBertTokenizer", "SplinterTokenizer", "DPRReaderTokenizer")},
    "FunnelTokenizer": word_piece("FunnelTokenizer", FUNNEL_ROLES),
    "MPNetTokenizer": word_piece("MPNetTokenizer", MPNET_ROLES),
    **{name: byte_level(name, ROBERTA_ROLES, options) for name, options in (
        ("RobertaTokenizer", ["trim_offsets"]), ("BartTokenizer", ["trim_offsets"]),
        ("LongformerTokenizer", ["trim_offsets"]), ("LEDTokenizer", []), ("MvpTokenizer", []),
        ("LayoutLMv3Tokenizer", []), ("BlenderbotTokenizer", []), ("MarkupLMTokenizer", []))},
    "DebertaTokenizer": byte_level("DebertaTokenizer", {
        "bos_token": "[CLS]", "eos_token": "[SEP]", **BERT_ROLES}, ["add_bos_token"]),
    "GPT2Tokenizer": byte_level("GPT2Tokenizer", GPT2_ROLES, ["add_bos_token"]),
    "CodeGenTokenizer": byte_level("CodeGenTokenizer", GPT2_ROLES, ["add_bos_token"]),
    "OpenAIGPTTokenizer": word_end("OpenAIGPTTokenizer", {"unk_token": "<unk>"}),
    "HerbertTokenizer": word_end("HerbertTokenizer", {
        "bos_token": "<s>", "cls_token": "<s>", "sep_token": "</s>", "unk_token": "<unk>",
        "pad_token": "<pad>", "mask_token": "<mask>"}),
}
