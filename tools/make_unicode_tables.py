#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the Unicode tables of src/core/unicode and src/core/regex.

The tables must answer as tokenizers 0.22.2 does, so they are taken from it: every Unicode scalar is
put through the installed wheel. What cannot be seen from outside (combining classes, composition
pairs, grapheme classes, the names and case folds of Oniguruma) is read from the sources of the
crates inside that wheel and, where possible, confirmed by the wheel.

    cargo vendor CRATES     # in a crate depending on tokenizers =0.22.2 with feature "onig"
    python tools/make_unicode_tables.py --crates CRATES [--root .] [--check]

--check writes nothing and exits 1 if a file would change.
"""
import argparse
import hashlib
import pathlib
import re
import sys

import tokenizers
from tokenizers import NormalizedString, Regex, normalizers, pre_tokenizers

WHEEL = "0.22.2"
LIMIT = 0x110000
BLOCK = 128
SCALARS = [c for c in range(LIMIT) if not 0xD800 <= c < 0xE000]
ALL_TEXT = "".join(map(chr, SCALARS))
SEPARATOR = "|~|"  # maps to itself everywhere, never combines, is no mark
CATEGORIES = ("Cn Cc Cf Co Cs Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No "
              "Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs").split()
FLAGS = ("whitespace", "numeric_rust", "punctuation_bert", "mark_nonspacing_old",
         "combining_mark", "control_bert", "cjk_bert", "word_onig", "word_rust", "word_onig_bare")


# --- probing the wheel --------------------------------------------------------------------------

def removed_by(pre_tokenizer):
    """The scalars that `pre_tokenizer` (behaviour: removed) drops from the text of all scalars."""
    kept = set()
    for _, (begin, end) in pre_tokenizer.pre_tokenize_str(ALL_TEXT):
        kept.update(SCALARS[begin:end])
    return set(SCALARS) - kept


def alternating(pre_tokenizer):
    """The members of a predicate whose runs alternate with non-members, U+0000 being none."""
    members = set()
    pieces = pre_tokenizer.pre_tokenize_str(ALL_TEXT)
    for _, (begin, end) in pieces[1::2]:
        members.update(SCALARS[begin:end])
    return members


def onig_members(pattern):
    return removed_by(pre_tokenizers.Split(Regex(pattern), "removed"))


def word_rust_members():
    text = "".join(chr(c) + "!" for c in SCALARS)
    pieces = pre_tokenizers.Whitespace().pre_tokenize_str(text)
    return {SCALARS[begin // 2] for _, (begin, end) in pieces if begin % 2 == 0 and end == begin + 1}


def mapped_one_by_one(transform):
    """{scalar: what `transform` (str -> str) makes of it} for those that change."""
    changed = {}
    for low in range(0, len(SCALARS), 65536):
        part = SCALARS[low:low + 65536]
        fields = transform(SEPARATOR.join(map(chr, part))).split(SEPARATOR)
        assert len(fields) == len(part), low
        changed.update({c: new for c, new in zip(part, fields) if new != chr(c)})
    return changed


def normalizer_map(normalizer):
    return mapped_one_by_one(normalizer.normalize_str)


def uppercase(text):
    normalized = NormalizedString(text)
    normalized.uppercase()
    return normalized.normalized


def bert(**on):
    options = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False,
                   lowercase=False)
    options.update(on)
    return normalizer_map(normalizers.BertNormalizer(**options))


# --- reading the crates -------------------------------------------------------------------------

class Crates:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        manifest = (self.root / "tokenizers/Cargo.toml").read_text()
        assert f'version = "{WHEEL}"' in manifest, "the crates must be those of tokenizers " + WHEEL

    def read(self, path):
        return (self.root / path).read_text()

    def combining_classes(self):
        block = self._const("CANONICAL_COMBINING_CLASS_KV")
        values = [int(x, 16) for x in re.findall(r"0x[0-9A-Fa-f]+", block)]
        return {value >> 8: value & 0xFF for value in values}

    def compositions(self):
        block = self._const("COMPOSITION_TABLE_KV")
        pairs = {(int(k, 16) >> 16, int(k, 16) & 0xFFFF): int(v, 16)
                 for k, v in re.findall(r"\(0x([0-9A-Fa-f]+), '\\u\{(\w+)\}'\)", block)}
        source = self.read("unicode-normalization-alignments/src/tables.rs")
        astral = re.findall(r"\('\\u\{(\w+)\}', '\\u\{(\w+)\}'\) => Some\('\\u\{(\w+)\}'\)", source)
        pairs.update({(int(a, 16), int(b, 16)): int(c, 16) for a, b, c in astral})
        return pairs

    def _const(self, name):
        source = self.read("unicode-normalization-alignments/src/tables.rs")
        start = source.index(f"const {name}:")
        return source[source.index("= &[", start):source.index("];", start)]

    def graphemes(self):
        """({scalar: class name}, InCB=Extend scalars, InCB=Linker scalars)."""
        source = self.read("unicode-segmentation/src/tables.rs")
        table = source[source.index("const grapheme_cat_table"):source.index("pub mod word")]
        classes = {}
        for low, high, name in re.findall(r"\('\\u\{(\w+)\}',\s*'\\u\{(\w+)\}',\s*GC_(\w+)\)", table):
            classes.update(dict.fromkeys(range(int(low, 16), int(high, 16) + 1), name))
        table = source[source.index("const InCB_Extend_table"):source.index("pub fn InCB_Extend")]
        extend = set()
        for low, high in re.findall(r"\('\\u\{(\w+)\}',\s*'\\u\{(\w+)\}'\)", table):
            extend.update(range(int(low, 16), int(high, 16) + 1))
        body = source[source.index("pub fn is_incb_linker"):source.index("pub mod grapheme")]
        linkers = {int(x, 16) for x in re.findall(r"\\u\{(\w+)\}", body)}
        return classes, extend, linkers

    def pretokenizer_scripts(self):
        source = self.read("tokenizers/src/pre_tokenizers/unicode_scripts/scripts.rs")
        body = source[source.index("pub fn get_script"):]
        scripts = {}
        for low, high, name in re.findall(r"0x(\w+)(?:\.\.=0x(\w+))? => Script::(\w+)", body):
            scripts.update(dict.fromkeys(range(int(low, 16), int(high or low, 16) + 1), name))
        scripts = {c: "Han" if s in ("Hiragana", "Katakana") else s for c, s in scripts.items()}
        scripts[0x30FC] = "Han"
        scripts[0x20] = "Any"
        return scripts

    def onig_properties(self):
        """({lookup name: list number}, [ranges])."""
        source = self.read("onig_sys/oniguruma/src/unicode_property_data.c")
        ranges = {}
        for name, body in re.findall(r"^CR_(\w+)\[\] = \{ \d+,\n(.*?)\}; /\* END", source,
                                     re.S | re.M):
            numbers = [int(x, 16) for x in re.findall(r"0x[0-9a-f]+", body)]
            ranges[name] = list(zip(numbers[::2], numbers[1::2]))
        for new, old in re.findall(r"#define CR_(\w+) CR_(\w+)", source):
            ranges[new] = ranges[old]
        start = source.index("CodeRanges[] = {")
        order = re.findall(r"CR_\w+", source[start:source.index("};", start)])
        pool = dict(re.findall(r'pool_str(\d+)\[sizeof\("(\w+)"\)\]', source))
        entries = re.findall(r"pool_offset\((\d+)\),\s*(\d+)\}", source)
        named = {pool[offset]: ranges[order[int(index)][3:]] for offset, index in entries}
        lists = sorted(set(map(tuple, named.values())))
        return {name: lists.index(tuple(value)) for name, value in named.items()}, lists

    def onig_folds(self):
        """{folded sequence: [characters that fold to it]}."""
        source = self.read("onig_sys/oniguruma/src/unicode_fold_data.c")
        folds = {}
        for length in (1, 2, 3):
            start = source.index(f"OnigUnicodeFolds{length}[] = {{")
            body = re.sub(r"/\*.*?\*/|#define.*", "", source[start:source.index("};", start)])
            numbers = [int(x, 0) for x in re.findall(r"\b(0x[0-9a-f]+|\d+),", body)]
            at = 0
            while at < len(numbers):
                key, count = tuple(numbers[at:at + length]), numbers[at + length]
                at += length + 1
                folds.setdefault(key, []).extend(numbers[at:at + count])
                at += count
        return folds


# --- writing ------------------------------------------------------------------------------------

def two_stage(value_of):
    """Splits `value_of` (a list over all code points) into (blocks, values)."""
    blocks, values, seen = [], [], {}
    for start in range(0, LIMIT + BLOCK, BLOCK):
        part = tuple(value_of[start:start + BLOCK]) or (0,) * BLOCK
        if part not in seen:
            seen[part] = len(seen)
            values.extend(part)
        blocks.append(seen[part])
    return blocks, values


def array(kind, name, values, per_line=20, fmt=str):
    values = list(values)
    lines = [f"const {kind} {name}[{len(values)}] = {{"]
    for at in range(0, len(values), per_line):
        lines.append("    " + ", ".join(map(fmt, values[at:at + per_line])) + ",")
    return "\n".join(lines + ["};\n"])


def stages(prefix, value_of, value_kind="uint8_t"):
    blocks, values = two_stage(value_of)
    block_kind = "uint8_t" if max(blocks) < 256 else "uint16_t"
    return (array(block_kind, f"k{prefix}Blocks", blocks) +
            array(value_kind, f"k{prefix}Values", values))


def source_file(header, namespace, body):
    digest = hashlib.sha256(body.encode()).hexdigest()[:16]
    return (f"// SPDX-License-Identifier: Apache-2.0\n"
            f"// Generated by tools/make_unicode_tables.py from tokenizers {WHEEL}; "
            f"content hash {digest}. Do not edit.\n"
            f'#include "{header}"\n\nnamespace {namespace} {{\n\n{body}\n}}  // namespace {namespace}\n')


def dense(mapping, default=0):
    values = [default] * LIMIT
    for code_point, value in mapping.items():
        values[code_point] = value
    return values


def property_table(categories, members):
    records, index, kinds = [], [0] * LIMIT, {}
    for c in range(LIMIT):
        flags = sum(1 << bit for bit, name in enumerate(FLAGS) if c in members[name])
        key = (flags, categories[c])
        if key not in kinds:
            kinds[key] = len(kinds)
            records.append(key)
        index[c] = kinds[key]
    assert len(records) <= 256, len(records)
    # Everything above U+10FFFF reads the last block, which must be "no property": record `none`.
    none = kinds[(0, 0)]
    index.extend([none] * BLOCK)
    return stages("Record", index) + array("Record", "kRecords", records, 8,
                                           lambda r: f"{{{r[0]}, {r[1]}}}")


def case_table():
    body = ""
    for name, mapping in (("Lower", normalizer_map(normalizers.Lowercase())),
                          ("Upper", mapped_one_by_one(uppercase))):
        kinds = {(0, 0, 0): 0}
        values = [0] * LIMIT
        for c, text in mapping.items():
            extra = [ord(x) for x in text[1:]] + [0, 0]
            key = (ord(text[0]) - c, extra[0], extra[1])
            values[c] = kinds.setdefault(key, len(kinds))
        assert len(kinds) <= 256, (name, len(kinds))
        body += stages(name, values) + array("CaseKind", f"k{name}Kinds", kinds, 6,
                                             lambda k: f"{{{k[0]}, {{{k[1]}, {k[2]}}}}}")
    return body


def utf16(text):
    data = text.encode("utf-16-le")
    return [int.from_bytes(data[i:i + 2], "little") for i in range(0, len(data), 2)]


def normalization_table(crates):
    canonical = normalizer_map(normalizers.NFD())
    compatible = normalizer_map(normalizers.NFKD())
    composed = {"nfc": normalizer_map(normalizers.NFC()), "nfkc": normalizer_map(normalizers.NFKC())}
    classes, pairs = crates.combining_classes(), crates.compositions()
    for (first, second), whole in pairs.items():
        both = chr(first) + chr(second)
        assert normalizers.NFC().normalize_str(both) == chr(whole), both
    hangul = set(range(0xAC00, 0xAC00 + 11172))
    pool, places, values = [0], {}, [0] * LIMIT
    for c in sorted((set(canonical) | set(compatible)) - hangul):
        full = canonical.get(c, "")
        wide = compatible.get(c, chr(c))
        key = (full, "" if wide == full else wide)
        if key not in places:
            places[key] = len(pool)
            first, second = utf16(key[0]), utf16(key[1])
            pool += [len(first) | len(second) << 8] + first + second
        values[c] = places[key]
    assert len(pool) < 65536
    seconds = {second for _, second in pairs} | set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
    kinds = {(0, 0): 0}
    kind_of = [0] * LIMIT
    for c in range(LIMIT):
        changes = (c in composed["nfc"], c in canonical, c in composed["nfkc"], c in compatible)
        flags = sum(1 << bit for bit, value in enumerate(changes) if value)
        flags |= (c in seconds) << 4
        kind_of[c] = kinds.setdefault((classes.get(c, 0), flags), len(kinds))
    rows = sorted((a, b, c) for (a, b), c in pairs.items())
    return (stages("Decomposition", values, "uint16_t") + array("uint16_t", "kDecompositions", pool) +
            stages("Normalization", kind_of) +
            array("NormalizationKind", "kNormalizationKinds", kinds, 8,
                  lambda k: f"{{{k[0]}, {k[1]}}}") +
            array("Composition", "kCompositions", rows, 5,
                  lambda r: "{0x%X, 0x%X, 0x%X}" % r) +
            f"const uint32_t kCompositionCount = {len(rows)};\n")


GRAPHEME_CLASSES = ("Any CR Control Extend Extended_Pictographic InCB_Consonant L LF LV LVT Prepend "
                    "Regional_Indicator SpacingMark T V ZWJ").split()


def grapheme_table(crates):
    classes, extend, linkers = crates.graphemes()
    values = [GRAPHEME_CLASSES.index(classes.get(c, "Any")) | (c in extend) << 4 |
              (c in linkers) << 5 for c in range(LIMIT)]
    return stages("Grapheme", values)


def script_table(crates):
    scripts = crates.pretokenizer_scripts()
    names = ["Any"] + sorted(set(scripts.values()) - {"Any"})
    assert len(names) <= 256
    # Splits happen where the script changes, characters of script Any passed over.
    begins, last = [], None
    for place, c in enumerate(SCALARS):
        script = scripts.get(c, "Any")
        if script != "Any":
            if script != last:
                begins.append(place)
            last = script
    pieces = pre_tokenizers.UnicodeScripts().pre_tokenize_str(ALL_TEXT)
    assert begins == [begin for _, (begin, _) in pieces], "script table and wheel disagree"
    return stages("Script", dense({c: names.index(s) for c, s in scripts.items()}))


def varint(number):
    out = []
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    return out + [number]


def regex_property_data(crates):
    names, lists = crates.onig_properties()
    data, offsets = [], []
    for ranges in lists:
        offsets.append(len(data))
        data += varint(len(ranges))
        last = 0
        for low, high in ranges:
            data += varint(low - last) + varint(high - low)
            last = high + 1
    rows = sorted((name, offsets[index]) for name, index in names.items())
    return (array("uint8_t", "kPropertyRanges", data, 24) +
            array("PropertyName", "kPropertyNames", rows, 3, lambda r: f'{{"{r[0]}", {r[1]}}}') +
            f"const uint32_t kPropertyNameCount = {len(rows)};\n")


def regex_fold_data(crates):
    singles, multiples = [], []
    for key, sources in crates.onig_folds().items():
        if len(key) == 1:
            singles += [(source, key[0]) for source in sources]
        else:
            multiples += [(source, key + (0,) * (3 - len(key))) for source in sources]
    return (array("FoldSingle", "kFoldSingles", sorted(singles), 6, lambda r: "{0x%X, 0x%X}" % r) +
            f"const uint32_t kFoldSingleCount = {len(singles)};\n" +
            array("FoldMultiple", "kFoldMultiples", sorted(multiples), 4,
                  lambda r: "{0x%X, {0x%X, 0x%X, 0x%X}}" % (r[0], *r[1])) +
            f"const uint32_t kFoldMultipleCount = {len(multiples)};\n")


def collect_properties(crates):
    names, lists = crates.onig_properties()
    categories = [0] * LIMIT
    members = {}
    for number, category in enumerate(CATEGORIES):
        expected = {c for low, high in lists[names[category.lower()]] for c in range(low, high + 1)}
        if category != "Cs":
            assert onig_members(r"\p{%s}" % category) == expected - set(range(0xD800, 0xE000)), category
        for c in expected:
            categories[c] = number
    members["whitespace"] = removed_by(pre_tokenizers.WhitespaceSplit())
    assert members["whitespace"] == onig_members(r"\s")
    members["numeric_rust"] = alternating(pre_tokenizers.Digits(False))
    members["punctuation_bert"] = alternating(pre_tokenizers.Punctuation("contiguous"))
    members["mark_nonspacing_old"] = {c for c, new in bert(strip_accents=True).items() if not new}
    members["combining_mark"] = {c for c, new in normalizer_map(normalizers.StripAccents()).items()
                                 if not new}
    members["control_bert"] = {c for c, new in bert(clean_text=True).items() if not new}
    members["cjk_bert"] = {c for c, new in bert(handle_chinese_chars=True).items()
                           if new == f" {chr(c)} "}
    members["word_onig"] = onig_members(r"[\w]")
    members["word_onig_bare"] = onig_members(r"\w")
    members["word_rust"] = word_rust_members()
    return categories, members


def place(code_point):
    """Where `code_point`, or the next scalar after it, is in the text of all scalars."""
    return code_point if code_point < 0xD800 else max(code_point, 0xE000) - 0x800


def confirm_onig_names(crates):
    """Every property name means the same to the wheel (in a class: \\p{Word} alone is wider)."""
    names, lists = crates.onig_properties()
    confirmed = set()
    for name, index in names.items():
        if index in confirmed:
            continue
        confirmed.add(index)
        gaps, last = [], 0
        for low, high in lists[index]:
            if place(low) == place(high + 1):
                continue  # surrogates only
            gaps.append((last, place(low)))
            last = place(high + 1)
        gaps.append((last, len(SCALARS)))
        split = pre_tokenizers.Split(Regex(r"[\p{%s}]+" % name), "removed")
        kept = [piece for _, piece in split.pre_tokenize_str(ALL_TEXT)]
        assert kept == [gap for gap in gaps if gap[0] < gap[1]], name


def tables(crates):
    unicode, regex = "penstock::unicode::tables", "penstock::regex"
    return {
        "src/core/unicode/property_table.cpp": source_file(
            "core/unicode/property_table.hpp", unicode, property_table(*collect_properties(crates))),
        "src/core/unicode/script_table.cpp": source_file(
            "core/unicode/property_table.hpp", unicode, script_table(crates)),
        "src/core/unicode/case_table.cpp": source_file(
            "core/unicode/case_table.hpp", unicode, case_table()),
        "src/core/unicode/normalization_table.cpp": source_file(
            "core/unicode/normalization_table.hpp", unicode, normalization_table(crates)),
        "src/core/unicode/grapheme_table.cpp": source_file(
            "core/unicode/grapheme_table.hpp", unicode, grapheme_table(crates)),
        "src/core/regex/property_data.cpp": source_file(
            "core/regex/property_data.hpp", regex, regex_property_data(crates)),
        "src/core/regex/fold_data.cpp": source_file(
            "core/regex/fold_data.hpp", regex, regex_fold_data(crates)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--crates", required=True, help="a cargo vendor folder")
    parser.add_argument("--root", default=".", help="the repository")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--confirm-names", action="store_true",
                        help="also probe every regex property (minutes)")
    arguments = parser.parse_args()
    if tokenizers.__version__ != WHEEL:
        sys.exit(f"tokenizers {tokenizers.__version__} is installed; {WHEEL} is needed")
    crates = Crates(arguments.crates)
    if arguments.confirm_names:
        confirm_onig_names(crates)
    stale = []
    for path, text in tables(crates).items():
        target = pathlib.Path(arguments.root) / path
        if not target.exists() or target.read_text() != text:
            stale.append(path)
            if not arguments.check:
                target.write_text(text)
    print("changed:", ", ".join(stale) or "nothing")
    sys.exit(1 if arguments.check and stale else 0)


if __name__ == "__main__":
    main()
