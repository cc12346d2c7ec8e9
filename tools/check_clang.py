#!/usr/bin/env python3
"""Reads every source with a second compiler: clang's front end, and clang-tidy when asked for.

    tools/check_clang.py [--build FOLDER] [--tidy] [PATH ...]

Takes the commands that CMake wrote for FOLDER, which compiles every file by itself (given none, it configures the
preset clang), leaves out precompiled headers, and lets clang++-16 check syntax and warnings (as errors), or
clang-tidy-16 the checks of .clang-tidy. PATH: only files under it. Prints what was found and exits with 1 if anything was.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def configured():
    done = subprocess.run(["cmake", "--preset", "clang"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return ROOT / "build/clang"


def arguments(entry):
    """The command's flags without its compiler, output and precompiled header."""
    words = shlex.split(entry["command"])
    flags, skip = [], False
    for i, word in enumerate(words[1:], 1):
        if skip or word in ("-c", "-Winvalid-pch", "-Wno-restrict") or word.endswith("ccache"):
            skip = False
            continue
        if word in ("-o", "-include"):
            skip = True
            continue
        if word.startswith("-") or word == entry["file"] or words[i - 1] == "-isystem":
            flags.append(word)
    return flags


def check(entry, tidy):
    flags = arguments(entry)
    if tidy:
        command = ["clang-tidy-16", "--quiet", entry["file"], "--", *[f for f in flags if f != entry["file"]]]
    else:
        command = ["clang++-16", "-fsyntax-only", *flags]
    done = subprocess.run(command, cwd=entry["directory"], capture_output=True, text=True)
    found = done.stdout if tidy else done.stderr
    return entry["file"], found.strip() if done.returncode or "warning:" in found else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("--tidy", action="store_true")
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    given = parser.parse_args()
    wanted = [p.resolve() for p in given.paths] or [ROOT]
    build = (given.build or configured()).resolve()
    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"])
        generated = build in file.parents
        if file.suffix == ".cpp" and not generated and any(w == file or w in file.parents for w in wanted):
            entries[file] = entry
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for file, found in pool.map(lambda e: check(e, given.tidy), entries.values()):
            if found:
                wrong += 1
                print(f"{pathlib.Path(file).relative_to(ROOT)}\n{found}\n", flush=True)
    print(f"{'clang-tidy' if given.tidy else 'clang'}: {len(entries)} files, {wrong} with findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
