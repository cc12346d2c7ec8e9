#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares Penstock's regex engine with Oniguruma inside tokenizers 0.22.2.

    python tests/differential/regex_fuzz.py --driver build/.../regex_driver --patterns 20000
    python tests/differential/regex_fuzz.py --driver ... --families    # exhaustive, fixed patterns

Each pattern is drawn from a grammar over the supported syntax and tried on short texts over code
points that sit on the borders of character classes. A pattern both sides refuse counts as equal;
one that only this engine refuses must be refused as unsupported.
"""
import argparse
import itertools
import json
import random
import subprocess
import sys

from tokenizers import Regex, pre_tokenizers

ALPHABET = ("aAbBsStTkKlmM'01_ -.,\n\r\t \u00a0\u0085\u00b2\u00bd\u00df\u1e9e\u017f\u212a\u00e9\u0301"
            "\u0130\u0131\u03c3\u03c2\u03a3\ufb03\ufb01fi\u0149\u02bcn\u200d\u200c\u00ad\u0660\u0663\u2163"
            "\u4e2d\u3042\u30a2\u30fc\u0e01\u0e33\u1100\u1161\u11a8\uac00\uac01\u0915\u094d\u0930"
            "\u2028\u3000\ufeff\U0001f600\U0001f1e6\U0001f1e7\U0001f468\U0001d7ce\U00010400\U0010ffff")
PROPERTIES = ("L Lu Ll Lt Lm Lo N Nd Nl No M Mn P Pd Po S Sm So Z Zs C Cn Cc Han Hiragana Katakana "
              "Latin Greek Thai Hangul Devanagari Alpha Alnum Digit Word Space Upper Lower Punct "
              "Graph Print Cntrl XDigit Blank ASCII Emoji Letter Uppercase_Letter "
              "Extended_Pictographic White_Space Any In_Basic_Latin").split()
POSIX = ("alnum alpha blank cntrl digit graph lower print punct space upper xdigit ascii word"
         .split())
S = r"\s"
FAMILIES = {
    "gpt2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "cl100k": (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
               r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"),
    "qwen2": (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|"
              r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"),
    "o200k": (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
              r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+"
              r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}|"
              r" ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"),
    "deepseek": (r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?"
                 r"[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"),
    "deepseek_cjk": "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
    "kimi": (r"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*"
             r"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}|"
             r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"),
    "clip": r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+",
    "bloom": " ?[^(\\s|[.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c])]+",
    "falcon": r"[0-9][0-9][0-9]",
    "spaces": r" {2,}",
    "whitespace": r"\s+",
}
# One character of each kind that some family tells apart.
CLASSES = "aA'sl0 \n\t.\u00e9\u4e2d\u0301\u02b0\u017f/"


class Patterns:
    """Random patterns from a grammar."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.groups = 0

    def draw(self):
        self.groups = 0
        self.named = self.random.random() < 0.1
        return self.alternatives(3)

    def pick(self, *choices):
        return self.random.choice(choices)

    def alternatives(self, depth):
        count = self.pick(1, 1, 1, 2, 3)
        return "|".join(self.sequence(depth) for _ in range(count))

    def sequence(self, depth):
        return "".join(self.piece(depth) for _ in range(self.pick(0, 1, 1, 2, 2, 3)))

    def piece(self, depth):
        chance = self.random.random()
        if chance < 0.08:
            return self.pick("^", "$", r"\b", r"\B", r"\A", r"\z", r"\Z", r"\G", r"\K", r"\y")
        if chance < 0.16 and depth > 0:
            look = self.pick("?=", "?!", "?<=", "?<!")
            return f"({look}{self.alternatives(depth - 1)})"
        return self.atom(depth) + self.quantifier()

    def quantifier(self):
        if self.random.random() < 0.55:
            return ""
        plain = self.pick("?", "*", "+", "{2}", "{1,2}", "{0,1}", "{,2}", "{1,}", "{3,1}", "{0}")
        return plain + self.pick("", "", "", "?", "+")

    def atom(self, depth):
        chance = self.random.random()
        if chance < 0.35:
            return self.literal()
        if chance < 0.5:
            return self.character_type()
        if chance < 0.68:
            return self.bracket(2)
        if chance < 0.72:
            return self.pick(r"\R", r"\X", r"\N", r"\O", ".")
        if chance < 0.76 and self.groups:
            return "\\" + str(self.random.randint(1, self.groups))
        if depth == 0:
            return "."
        return self.group(depth)

    def group(self, depth):
        kind = self.pick("(?:", "(?:", "(", "(?>", "(?i:", "(?i:", "(?m:", "(?-i:", "(?x: ")
        if kind == "(":
            self.groups += 1
        return kind + self.alternatives(depth - 1) + ")"

    def literal(self):
        c = self.random.choice(ALPHABET)
        if c in ".":
            return "\\."
        if self.random.random() < 0.1:
            return "\\x{%x}" % ord(c)
        return c

    def character_type(self):
        if self.random.random() < 0.4:
            return self.pick(r"\w", r"\W", r"\s", r"\S", r"\d", r"\D", r"\h", r"\H")
        return self.pick(r"\p{%s}", r"\p{%s}", r"\P{%s}", r"\p{^%s}") % self.pick(*PROPERTIES)

    def bracket(self, depth):
        parts = []
        for _ in range(self.pick(1, 2, 2, 3)):
            chance = self.random.random()
            if chance < 0.35:
                c = self.random.choice(ALPHABET)
                parts.append("\\" + c if c in "-" else c)
            elif chance < 0.5:
                low, high = sorted(self.random.sample(ALPHABET.replace("-", ""), 2))
                parts.append(f"{low}-{high}")
            elif chance < 0.75:
                parts.append(self.character_type())
            elif chance < 0.83:
                parts.append(f"[:{self.pick('', '^')}{self.pick(*POSIX)}:]")
            elif chance < 0.9 and depth:
                parts.append(self.bracket(depth - 1))
            elif chance < 0.96:
                parts.append("&&")
            else:
                parts.append("-")
        return "[" + self.pick("", "", "^") + "".join(parts) + "]"


class Driver:
    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, encoding="utf-8")

    def ask(self, pattern, texts):
        self.process.stdin.write(json.dumps({"pattern": pattern, "texts": texts}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def reference(pattern, texts):
    """Per text the pieces and the non-empty matches, in characters; None if it is refused."""
    try:
        pieces = pre_tokenizers.Split(Regex(pattern), "isolated")
        matches = pre_tokenizers.Split(Regex(pattern), "removed", invert=True)
    except Exception:
        return None
    return [([offsets for _, offsets in pieces.pre_tokenize_str(text)],
             [offsets for _, offsets in matches.pre_tokenize_str(text)]) for text in texts]


def as_reference(text, spans):
    """The driver's spans in the shape of `reference`."""
    at_byte = {}
    byte = 0
    for place, c in enumerate(text):
        at_byte[byte] = place
        byte += len(c.encode())
    at_byte[byte] = len(text)
    spans = [(at_byte[begin], at_byte[end]) for begin, end in spans]
    pieces, last = [], 0
    for begin, end in spans:
        pieces += [(last, begin), (begin, end)]
        last = end
    pieces.append((last, len(text)))
    return ([p for p in pieces if p[0] < p[1]], [s for s in spans if s[0] < s[1]])


class Comparison:
    def __init__(self, driver):
        self.driver = Driver(driver)
        self.compared = self.refused = self.unsupported = self.different = self.optimizer = 0

    def check(self, pattern, texts):
        try:
            expected = reference(pattern, texts)
        except BaseException:  # the wheel panics when Oniguruma gives up or \K goes backwards
            return
        got = self.driver.ask(pattern, texts)
        if "error" in got:
            if expected is None:
                self.refused += 1
            elif got["code"] == "unsupported":
                self.unsupported += 1
            else:
                self.report(pattern, None, got["error"], "accepted")
            return
        if expected is None:
            self.report(pattern, None, "accepted", "refused")
            return
        for text, spans, want in zip(texts, got["spans"], expected):
            self.compared += 1
            have = as_reference(text, spans)
            if have == want:
                continue
            # Oniguruma looks for (?=x)(?m:.*) only where the search begins, as if the look-ahead
            # were not there. A branch that never matches keeps it from that.
            if [have] == reference(f"(?:{pattern}|(?!))", [text]):
                self.optimizer += 1
            else:
                self.report(pattern, text, have, want)

    def report(self, pattern, text, have, want):
        self.different += 1
        if self.different <= 25:
            print(f"DIFFERENT {pattern!a} on {text!a}\n  here {have}\n  reference {want}")

    def summary(self):
        print(f"{self.compared} comparisons, {self.different} differences, "
              f"{self.optimizer} due to Oniguruma's optimizer, {self.refused} patterns refused by "
              f"both, {self.unsupported} unsupported here")
        return 1 if self.different else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--driver", required=True)
    parser.add_argument("--patterns", type=int, default=5000)
    parser.add_argument("--texts", type=int, default=12, help="per pattern")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", action="store_true",
                        help="all texts up to --length over one character of each class")
    parser.add_argument("--length", type=int, default=4)
    arguments = parser.parse_args()
    comparison = Comparison(arguments.driver)
    if arguments.families:
        texts = ["".join(t) for n in range(arguments.length + 1)
                 for t in itertools.product(CLASSES, repeat=n)]
        for name, pattern in FAMILIES.items():
            for start in range(0, len(texts), 20000):
                comparison.check(pattern, texts[start:start + 20000])
            print(name, "done", flush=True)
    else:
        patterns = Patterns(arguments.seed)
        draw = random.Random(arguments.seed)
        for _ in range(arguments.patterns):
            texts = ["".join(draw.choices(ALPHABET, k=draw.randint(0, 9)))
                     for _ in range(arguments.texts)]
            pattern = patterns.draw()
            if "\\K" in pattern and "(?<" in pattern:
                continue  # the begin can move back for ever, and the wheel runs out of memory
            comparison.check(pattern, texts)
    sys.exit(comparison.summary())


if __name__ == "__main__":
    main()
