#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes data/versions.tsv: what Python's `packaging` makes of versions, the judge in version_test.cpp.

Lines, tab-separated: `normal TEXT SPELLING`, `invalid TEXT`, `compare A B -1|0|1`.
Run it with any Python that has `packaging`; the output depends on nothing else.
"""
import pathlib
import random

import packaging
from packaging.version import InvalidVersion, Version

TEXTS = """
1 1.0 1.0.0 01.002 v1.2 V1.2 0.0 1!1.0 0!1.0 2!0.1 1!2.0.dev1 2026.4.1 1.31.1 2.8.0 2.8.0+cpu 2.8.0+cu128
1.0a 1.0a0 1.0a1 1.0A1 1.0.a1 1.0-a1 1.0_a1 1.0a.1 1.0a-1 1.0a_1 1.0-a-1 1.0alpha1 1.0-ALPHA.1 1.0a. 1.0a-
1.0b 1.0b2 1.0beta2 1.0.beta.2 1.0BETA_2 1.0c1 1.0c 1.0rc 1.0rc1 1.0RC1 1.0-rc.1 1.0pre1 1.0preview1 1.0-pre
1.0preview 1.0rc10 1.0rc9 1.2.0rc1 1.2.0 1.2 1.0.post1 1.0-1 1.0-01 1.0post 1.0.post 1.0.post0 1.0post-2 1.0r1
1.0-r.4 1.0rev2 1.0.rev.2 1.0-rev 1.0.post. 1.0.dev1 1.0dev 1.0-dev1 1.0_dev_2 1.0dev.3 1.0.DEV4 1.0.dev.
1.0a1.dev1 1.0a1.post1 1.0a1.post1.dev2 1.0a1dev1 1.0a-.post1 1.0rc1.post2 1.0.post1.dev3 1.0-1.dev2 1.0.post2.dev1
1.0+local 1.0+1 1.0+01 1.0+1.2 1.0+1-2 1.0+1_2 1.0+abc.1 1.0+abc.def 1.0+ABC 1.0+a1b 1.0+10 1.0+9 1.0+z 1.0+ubuntu.1
1.0+ubuntu.1.2 1.0.post1+local 1.0a1+local 1.0.dev1+g1234abc 2026.4.1.post20467 2026.4.1-20467 1.0.0.0.1 1.10 1.9
99999999999999999999999.1 99999999999999999999998.1 1.0.dev99999999999999999999 20251231.123456
1.1.dev1 1.1a1 1.1 1.0.1 0.9.9 1.0-1-1 1.0.0rc0 1.0.0-rc 1!0 0!0
""".split() + [" 1.0 ", "\x0b1.0\x0c"]
ODD = """
x 1. .1 1..0 1.0- 1.0x 1.0+ 1.0+a+b 1.0+a..b 1.0+_a 1.0+a- 1.0alp1 1.0be 1.0prev1 1.0a--1 1.0rca1 1.0dev1dev2 1.0.dev1a1
1.0.dev1.post1 1.0post1a1 1.0reva vv1.0 1!!0 !1.0 1!v1.0 a1 1.0-1-1-1 1.0+é 1,0 -1 1.0-post--1 1.0-1.0 nightly 1.0.*
""".split() + ["", " ", "1 .0", "1.0 a1", "1.0+ a"]


def parsed(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None


def main():
    random.seed(440)
    valid = [t for t in TEXTS + ODD if parsed(t)]
    lines = [f"normal\t{t}\t{Version(t)}" for t in valid]
    lines += [f"invalid\t{t}" for t in TEXTS + ODD if not parsed(t)]
    ordered = sorted(valid, key=Version)
    pairs = list(zip(ordered, ordered[1:])) + [tuple(random.sample(valid, 2)) for _ in range(220)]
    for a, b in pairs:
        x, y = Version(a), Version(b)
        lines.append(f"compare\t{a}\t{b}\t{(x > y) - (x < y)}")
    out = pathlib.Path(__file__).with_name("data") / "versions.tsv"
    head = f"# packaging {packaging.__version__}, written by make_version_golden.py"
    out.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
