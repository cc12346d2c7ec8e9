#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when files or functions outgrow the budgets that CONTRIBUTING.md states."""
import pathlib
import re
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE_MEDIAN, FILE_P90, FILE_CEILING = 120, 300, 500
FUNCTION_P90, FUNCTION_CEILING = 30, 60
GENERATED = re.compile(r"_(table|tables|data)\.(inc|cpp)$")  # written by tools/make_*.py


def functions(lines):
    """Yields (first line, length) of brace blocks that open after a closing parenthesis."""
    depth, stack = 0, []
    for number, raw in enumerate(lines, 1):
        line = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//.*', "", raw)
        for index, char in enumerate(line):
            if char == "{":
                head = line[:index].rstrip()
                is_function = bool(re.search(r"\)\s*(const|noexcept|override|final|->\s*[\w:<>&*, ]+|\s)*$", head))
                is_control = bool(re.match(r"\s*(\}\s*)?(if|else|for|while|switch|do|catch|try)\b", line))
                stack.append((number, is_function and not is_control))
                depth += 1
            elif char == "}" and stack:
                start, is_function = stack.pop()
                depth -= 1
                if is_function:
                    yield start, number - start + 1


def p90(values):
    return sorted(values)[int(len(values) * 0.9)] if values else 0


def main():
    bad, sizes, lengths = [], [], []
    for top in ("include", "src", "plugins", "apps", "tests", "benchmarks", "examples"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix not in (".hpp", ".cpp", ".h") or GENERATED.search(path.name):
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            sizes.append(len(lines))
            if len(lines) > FILE_CEILING:
                bad.append(f"{path.relative_to(ROOT)}: {len(lines)} lines, at most {FILE_CEILING}")
            for start, length in functions(lines):
                lengths.append(length)
                if length > FUNCTION_CEILING:
                    bad.append(f"{path.relative_to(ROOT)}:{start}: a function of {length} lines, at most {FUNCTION_CEILING}")
    median = statistics.median(sizes)
    if median > FILE_MEDIAN:
        bad.append(f"the median file has {median} lines, at most {FILE_MEDIAN}")
    if p90(sizes) > FILE_P90:
        bad.append(f"a tenth of the files have over {p90(sizes)} lines, at most {FILE_P90}")
    if p90(lengths) > FUNCTION_P90:
        bad.append(f"a tenth of the functions have over {p90(lengths)} lines, at most {FUNCTION_P90}")
    print("\n".join(bad + [f"sizes: {len(sizes)} files, median {median:g}, p90 {p90(sizes)}; "
                           f"{len(lengths)} functions, p90 {p90(lengths)}; {len(bad)} over budget"]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
