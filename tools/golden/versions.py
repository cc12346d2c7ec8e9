# SPDX-License-Identifier: Apache-2.0
import importlib.metadata
import json
import pathlib

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "tests/golden"
PACKAGES = ["transformers", "tokenizers", "optimum", "optimum-onnx", "optimum-intel", "onnxruntime", "openvino", "torch",
            "sentence-transformers"]


def write(task, cases):
    """tests/golden/TASK.json: the versions that answered, and one case a line."""
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    text = '{"versions": %s,\n"cases": [\n%s\n]}\n' % (json.dumps(versions), lines)
    (GOLDEN / f"{task}.json").write_text(text)
    print(f"{task}: {len(cases)} cases")
