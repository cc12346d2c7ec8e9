#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Renders chat templates with transformers and with Penstock's engine, and compares byte for byte.

    tests/differential/chat_templates_fuzz.py --driver build/release/tests/differential/chat_driver \
        [--templates FOLDER] [--cases FILE.json] [--rounds 20] [--grammar 2000] [--seed 1]

--templates: *.jinja files, each rendered with --rounds random conversations. --cases: a list of
{"name", "template", "variables"}. --grammar: that many templates made up from the language's own
grammar. Needs transformers and jinja2. Where the reference fails, Penstock must fail too; what the
error says is compared for the messages of raise_exception and of undefined values.
"""
import argparse
import json
import logging
import pathlib
import random
import subprocess
import sys

logging.disable(logging.WARNING)
from transformers.utils import chat_template_utils  # noqa: E402

import chat_grammar  # noqa: E402
import chat_messages  # noqa: E402

NOW = "26 Jul 2025"


class FixedClock:
    @staticmethod
    def now():
        return FixedClock

    @staticmethod
    def strftime(_):
        return NOW


chat_template_utils.datetime = FixedClock


class Reference:
    """A template as transformers compiles it."""

    def __init__(self, text):
        self.error = None
        try:
            self.compiled = chat_template_utils._compile_jinja_template(text)
        except Exception as error:  # any failure of the reference is an answer
            self.error = f"{type(error).__name__}: {error}"

    def render(self, variables):
        if self.error:
            return {"error": self.error}
        names = ("messages", "tools", "documents", "add_generation_prompt")
        rest = {k: v for k, v in variables.items() if k not in names}
        try:
            text, spans = chat_template_utils._render_with_assistant_indices(
                self.compiled, *(variables.get(name) for name in names), **rest)
            text.encode()
            return {"text": text, "spans": [list(s) for s in spans]}
        except Exception as error:  # any failure of the reference is an answer
            return {"error": f"{type(error).__name__}: {error}"}


class Driver:
    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, encoding="utf-8")
        self.templates = {}

    def render(self, template, variables):
        request = {"variables": variables, "now": NOW}
        if template in self.templates:
            request["use"] = self.templates[template]
        else:
            self.templates[template] = len(self.templates)
            request["template"] = template
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"the driver died on {json.dumps(request)}")
        return json.loads(line)


def full(variables):
    out = {"messages": None, "tools": None, "documents": None, "add_generation_prompt": None}
    out.update(variables)
    return out


def exact_error(reference):
    kind, _, text = reference.partition(": ")
    return text if kind in ("TemplateError", "UndefinedError", "TemplateSyntaxError") else None


def same(expected, actual):
    if "error" not in expected:
        return expected == actual
    if "error" not in actual:
        return False
    text = exact_error(expected["error"])
    return text is None or actual["error"].startswith(text)


# What Penstock refuses on purpose, or cannot know: addresses of objects, integers beyond 64 bits.
KNOWN = ("not supported", "passes 64 bits", "nested too deeply", "has no meaning")


def compare(driver, name, template, reference, variables, counts):
    variables = full(variables)
    expected = reference.render(variables)
    if " at 0x" in expected.get("text", ""):
        return
    actual = driver.render(template, variables)
    counts["all"] += 1
    counts["errors"] += "error" in expected
    if same(expected, actual):
        return
    if any(word in actual.get("error", "") for word in KNOWN):
        counts["refused"] += 1
        return
    counts["different"] += 1
    if counts["different"] <= counts["shown"]:
        print(f"--- {name}\n{template if len(template) < 600 else template[:200] + '...'}")
        print(f"    variables: {json.dumps(variables)[:600]}")
        print(f"    reference: {json.dumps(expected)[:1500]}\n    penstock:  {json.dumps(actual)[:1500]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--driver", required=True)
    parser.add_argument("--templates")
    parser.add_argument("--cases")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--grammar", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shown", type=int, default=10)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    driver = Driver(options.driver)
    total = 0

    def finish(title, counts):
        nonlocal total
        total += counts["different"]
        print(f"{title}: {counts['all']} comparisons ({counts['errors']} where the reference fails),"
              f" {counts['different']} different, {counts['refused']} refused on purpose")

    def fresh():
        return {"all": 0, "errors": 0, "different": 0, "refused": 0, "shown": options.shown}

    if options.cases:
        counts = fresh()
        for case in json.loads(pathlib.Path(options.cases).read_text()):
            reference = Reference(case["template"])
            compare(driver, case["name"], case["template"], reference, case["variables"], counts)
        finish("cases", counts)
    if options.templates:
        counts = fresh()
        for path in sorted(pathlib.Path(options.templates).glob("*.jinja")):
            template = path.read_bytes().decode()
            reference = Reference(template)
            for _ in range(options.rounds):
                variables = chat_messages.conversation(rng)
                compare(driver, path.name, template, reference, variables, counts)
        finish("templates", counts)
    if options.grammar:
        counts = fresh()
        for i in range(options.grammar):
            template = chat_grammar.template(rng)
            compare(driver, f"grammar {i}", template, Reference(template),
                    chat_grammar.variables(rng), counts)
        finish("grammar", counts)
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
