#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a file includes a header that its layer may not see (ARCHITECTURE.md, the ladder)."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# folder -> folders of src/ that it may include besides itself; public headers are free to all of src.
SRC = {
    "core": [],
    "tokenizer": ["core"],
    "image": ["core"],
    "audio": ["core"],
    "postprocess": ["core"],
    "hub": ["core"],
    "backends": ["core"],
    "export": ["core"],
    "models": ["core", "backends", "export"],
    "generation": ["core", "models", "tokenizer"],
    "tasks": ["core", "tokenizer", "image", "audio", "postprocess", "models", "generation",
              "backends/session.hpp"],
    "pipeline": ["core", "tokenizer", "image", "audio", "postprocess", "hub", "backends", "export",
                 "models", "generation", "tasks"],
}
VENDORS = {"onnxruntime": "ort", "openvino": "ov", "torch": "ipex"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)


def allowed(path, quote, name):
    """None when the include is fine, else the reason why not."""
    top, *rest = path.relative_to(ROOT).parts
    vendor = next((v for v in VENDORS if name.startswith(v)), None)
    if vendor and not (top == "plugins" and rest[0] == VENDORS[vendor]) and top != "benchmarks":
        return f"{name} belongs to plugins/{VENDORS[vendor]}"
    public = name.startswith("penstock/")
    if top == "include":
        return None if quote == "<" else "public headers include by <penstock/...> or the standard library"
    if top in ("apps", "examples", "python"):
        inner = quote == '"' and name.split("/")[0] in SRC
        return "only include/penstock is visible here" if inner else None
    if top == "plugins":
        if public and name != "penstock/backend_abi.h":
            return "plug-ins see backend_abi.h only"
        return "plug-ins do not see src/" if name.split("/")[0] in SRC else None
    if top == "src" and quote == '"':
        target = name.split("/")[0]
        if target == rest[0] or target not in SRC:
            return None
        fine = any(name == a or target == a for a in SRC[rest[0]])
        return None if fine else f"src/{rest[0]} may include {SRC[rest[0]] or 'nothing below'}"
    return None


def main():
    bad = 0
    for top in ("include", "src", "plugins", "apps", "examples", "python"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix not in (".hpp", ".cpp", ".h"):
                continue
            for quote, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
                reason = allowed(path, quote, name)
                if reason:
                    bad += 1
                    print(f"{path.relative_to(ROOT)}: includes {name}: {reason}")
    print(f"includes: {bad} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
