# SPDX-License-Identifier: Apache-2.0
"""Further architectures and tasks: ALBERT, DeBERTa-v2, ELECTRA, XLM-R and MPNet.

Random requests (tests/differential/tasks_requests.py, with fixed seeds) answered by Optimum's ONNX
Runtime models, and by sentence-transformers for its two tasks. The models are ONNX files, which both
accelerators read (DeBERTa-v2 has an IR besides); the answers hold for both.
"""
import json
import pathlib
import random
import shutil
import sys
import tempfile

from golden import architectures, versions
from golden.tiny_models import CORPUS, MODELS, ROOT

sys.path.insert(0, str(ROOT / "tests/differential"))
import sentences_fuzz  # noqa: E402
import tasks_fuzz  # noqa: E402
import tasks_requests  # noqa: E402

TINY = dict(hidden_size=8, num_hidden_layers=1, intermediate_size=12)
# task: (architecture, seed, labels, model_max_length, number of requests)
CHOSEN = {"question-answering": ("albert", 11, None, 48, 24),
          "token-classification": ("deberta-v2", 12, ["O", "B-PER", "I-PER", "B-LOC"], 24, 14),
          "fill-mask": ("electra", 13, None, None, 16),
          "zero-shot-classification": ("xlm-roberta", 14, ["contradiction", "neutral", "entailment"], 40, 20),
          "feature-extraction": ("mpnet", 15, None, None, 5),
          "text-ranking": ("electra", 16, ["LABEL_0"], 24, 16),
          "sentence-similarity": ("mpnet", 17, None, None, 16)}
MAX_POSITIONS = 96


def name_of(task):
    return f"{CHOSEN[task][0]}-{task}"


def drawing(task, tokenizer):
    rng = random.Random(CHOSEN[task][1])
    draw = tasks_requests.Draw(rng, list(tokenizer.get_vocab()) + " ".join(CORPUS).split(), tokenizer)
    draw.longest = 30
    return draw


def make_sentence_model(transformer_folder, folder):
    import torch
    from sentence_transformers import SentenceTransformer, models

    torch.manual_seed(CHOSEN["sentence-similarity"][1])
    transformer = models.Transformer(transformer_folder, max_seq_length=20, do_lower_case=True)
    pooling = models.Pooling(8, pooling_mode_mean_tokens=True, pooling_mode_max_tokens=True, include_prompt=False)
    dense = models.Dense(16, 6, activation_function=torch.nn.Tanh())
    model = SentenceTransformer(modules=[transformer, pooling, dense, models.Normalize()], device="cpu",
                                prompts={"query": "What is: "}, similarity_fn_name="euclidean")
    model.save(folder)


def make_models():
    for task, (family, seed, labels, max_length, _) in CHOSEN.items():
        kind = {"text-ranking": "text-classification", "sentence-similarity": "feature-extraction"}.get(task, task)
        tokenizer, model = architectures.make(family, kind, seed, labels, max_length, vocab_size=110,
                                              positions=MAX_POSITIONS, sizes=TINY)
        folder = MODELS / name_of(task)
        shutil.rmtree(folder, ignore_errors=True)
        with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as exported:
            model.save_pretrained(made)
            tokenizer.save_pretrained(made)
            if task == "sentence-similarity":
                make_sentence_model(made, made)
            export(made, kind, folder)
            keep_checkpoint(made, task)


def export(made, kind, folder):
    from optimum.exporters.onnx import main_export

    kind = "text-classification" if kind == "zero-shot-classification" else kind
    with tempfile.TemporaryDirectory() as exported:
        main_export(made, exported, task=kind, device="cpu", do_validation=False, library_name="transformers")
        folder.mkdir(parents=True)
        save_small(pathlib.Path(exported, "model.onnx"), folder / "model.onnx")
    if "deberta" in folder.name:  # OpenVINO cannot compile the branches of this ONNX graph
        export_ir(made, kind, folder)
    for path in pathlib.Path(made).rglob("*.json"):
        if path.name in ("vocab.json", "added_tokens.json"):
            continue
        copy = folder / path.relative_to(made)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(json.dumps(json.loads(path.read_text()), ensure_ascii=False, separators=(",", ":")) + "\n")
    for path in pathlib.Path(made).glob("*/model.safetensors"):
        shutil.copy(path, folder / path.parent.name)


def export_ir(made, kind, folder):
    from optimum.exporters.openvino import main_export

    with tempfile.TemporaryDirectory() as exported:
        main_export(made, exported, task=kind, convert_tokenizer=False, library_name="transformers")
        for name in ("openvino_model.xml", "openvino_model.bin"):
            shutil.copy(pathlib.Path(exported, name), folder)


def save_small(source, target):
    """The same graph with short names and without its exporter's remarks."""
    import onnx

    model = onnx.load(source)
    graph = model.graph
    kept = {value.name for value in list(graph.input) + list(graph.output)} | {""}
    names = {}
    if any(attribute.HasField("g") for node in graph.node for attribute in node.attribute):
        # Names that branches see from within.
        kept |= {name for node in graph.node for name in list(node.input) + list(node.output)}
        kept |= {tensor.name for tensor in graph.initializer}
    short = lambda name: name if name in kept else names.setdefault(name, f"t{len(names)}")  # noqa: E731
    for tensor in graph.initializer:
        tensor.name = short(tensor.name)
    for number, node in enumerate(graph.node):
        node.name, node.doc_string = f"n{number}", ""
        node.ClearField("metadata_props")
        node.input[:] = [short(name) for name in node.input]
        node.output[:] = [short(name) for name in node.output]
    graph.ClearField("value_info")
    model.ClearField("metadata_props")
    onnx.checker.check_model(model)
    onnx.save(model, target)


def keep_checkpoint(made, task):
    """sentence-transformers answers from the checkpoint, which is not committed."""
    if task in ("text-ranking", "sentence-similarity"):
        kept = ROOT / ".cache/golden" / name_of(task)
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(made, kept)


def sentence_transformers_cases(task):
    from sentence_transformers import CrossEncoder, SentenceTransformer

    kept = str(ROOT / ".cache/golden" / name_of(task))
    if task == "text-ranking":
        model = CrossEncoder(kept, device="cpu")
        draw = drawing(task, model.tokenizer)
        return [(sentences_fuzz.ranking_request(draw), sentences_fuzz.ranking_answer) for _ in range(CHOSEN[task][4])], model
    model = SentenceTransformer(kept, device="cpu")
    draw = drawing(task, model.tokenizer)
    return [(sentences_fuzz.sentence_request(draw, model.prompts), sentences_fuzz.sentence_answer)
            for _ in range(CHOSEN[task][4])], model


def optimum_cases(task):
    pipe = tasks_fuzz.reference(MODELS / name_of(task), task, "ort")
    draw = drawing(task, pipe.tokenizer)
    return [(draw.request(task), lambda model, request: tasks_fuzz.ask_reference(model, task, request))
            for _ in range(CHOSEN[task][4])], pipe


def record():
    for task in CHOSEN:
        own = task in ("text-ranking", "sentence-similarity")
        requests, model = (sentence_transformers_cases if own else optimum_cases)(task)
        cases = []
        for request, answer in requests:
            expected, error = answer(model, request)
            case = {"model": name_of(task), "inputs": request["inputs"], "call": request["parameters"]}
            cases.append({**case, "error": error[:160]} if error else {**case, "expected": expected})
        versions.write(task, cases)
