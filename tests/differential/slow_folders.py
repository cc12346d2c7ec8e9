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


MAKERS = {"marian": marian, "m2m100": m2m100, "wav2vec2": wav2vec2, "esm": esm, "byt5": byt5,
          "canine": canine}
