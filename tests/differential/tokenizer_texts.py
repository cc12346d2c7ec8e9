# SPDX-License-Identifier: Apache-2.0
"""Random strings over a nasty alphabet, and the words that the fuzzed tokenizers are trained on."""

CORPUS = """The quick brown fox jumps over the lazy dog. It's 2024, isn't it? We've seen 1,234 of them!
def main(argc, argv): return [x for x in range(10) if x % 2 == 0]  # comment
Ünïcödé naïve café déjà vu, Straße, Ελληνικά, русский язык, İstanbul ﬁne ½ ™ ① Å
日本語のテキストです。中文分词测试，한국어 텍스트, ภาษาไทย, हिन्दी, العربية
<html><body class="a-b_c">http://example.com/path?q=1&amp;r=2</body></html>
""".splitlines()
NASTY = [chr(c) for c in (
    0x00, 0x01, 0x07, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1F, 0x20, 0x27, 0x2D, 0x5F, 0x7F, 0x80,
    0x85, 0x8F, 0x9F, 0xA0, 0xAD, 0xB2, 0xBD, 0xC0, 0xC5, 0xDF, 0xE9, 0x130, 0x131, 0x149, 0x17F,
    0x1C5, 0x1F0, 0x300, 0x301, 0x323, 0x327, 0x345, 0x378, 0x3A3, 0x3C2, 0x3C3, 0x4E9, 0x587,
    0x5B0, 0x61D, 0x640, 0x64B, 0x661, 0x6DD, 0x93C, 0x9FD, 0xA76, 0xC77, 0xE01, 0xE33, 0xE34,
    0xEB3, 0xF77, 0x1100, 0x1161, 0x11A8, 0x1680, 0x166D, 0x180E, 0x1E9B, 0x1E9E, 0x1FB3, 0x2000,
    0x200B, 0x200C, 0x200D, 0x200E, 0x2019, 0x2028, 0x2029, 0x202F, 0x203C, 0x2060, 0x20AC, 0x2126,
    0x212A, 0x212B, 0x2160, 0x2460, 0x2581, 0x2F00, 0x3000, 0x3042, 0x304C, 0x3099, 0x30AC, 0x30FC,
    0x32FF, 0x3400, 0x4E00, 0x4E8C, 0x9FFF, 0xAC00, 0xAC01, 0xD7A3, 0xF900, 0xFB01, 0xFB1D, 0xFDFA,
    0xFE0F, 0xFEFF, 0xFF21, 0xFF71, 0xFF9E, 0xFFFD, 0xFFFF, 0x10400, 0x1D11E, 0x1D15E, 0x1D400,
    0x1D7CE, 0x1F1E6, 0x1F1FA, 0x1F3FD, 0x1F468, 0x1F600, 0x20000, 0x2A6DF, 0x2B740, 0x2B820,
    0x2B920, 0x2F800, 0x2FA1E, 0xE0001, 0xE0100, 0xF0000, 0x10FFFD)]
WORDS = sorted({w for line in CORPUS for w in line.split()}) + [
    "don't", "'s", "ſ", "'ſ", "aaa", "A", "\r\n", "  ", "   ", "\n\n", "-", "--", "▁", "▁a", "Ġ",
    "Ċ", "##s", "</w>", "<unk>", "<s>", "</s>", "<pad>", "<0x41>", "123", "1234567", "e\u0301",
    "E\u0323\u0307", "\u1e9b\u0323", "👨\u200d👩\u200d👧", "🇺🇸", "한국", "n't", " .", " 's", "do not"]
REGEXES = [r"\s+", r" {2,}", r"\d", r"\p{L}+", r"[^\s\p{L}\p{N}]+", r"\s+(?!\S)|\s+", r"(?i:'s|'t|'re)",
           r"\p{N}{1,3}", r"[\r\n]+", r"^", r"$", r"a*", r"(?=[A-Z])", r"[一-龥぀-ゟ゠-ヿ]+", r"\b",
           r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
           r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
           r"\w+|[^\w\s]+", r".", r"\X", r"[\u0300-\u036f]"]
SPECIALS = ["<unk>", "<s>", "</s>", "<pad>", "<mask>"]
BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]


def flag(rng):
    return rng.random() < 0.5


def random_text(rng, contents):
    kind = rng.random()
    if kind < 0.03:
        return ""
    if kind < 0.06:
        return rng.choice(NASTY + [" ", "a"])
    parts = []
    for _ in range(rng.randint(1, 14)):
        pick = rng.random()
        if pick < 0.45:
            parts.append(rng.choice(WORDS))
        elif pick < 0.75:
            parts.append(rng.choice(NASTY))
        elif pick < 0.85 and contents:
            parts.append(rng.choice(contents))
        elif pick < 0.9:
            parts.append(chr(rng.choice([rng.randint(0x20, 0x7E), rng.randint(0xA0, 0x3000),
                                         rng.randint(0x3000, 0xD7FF), rng.randint(0x10000, 0x1FFFF)])))
        else:
            parts.append(rng.choice(CORPUS)[:rng.randint(1, 40)])
        if flag(rng):
            parts.append(" ")
    return "".join(parts)
