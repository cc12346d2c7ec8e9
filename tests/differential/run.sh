#!/usr/bin/env bash
# Compares Penstock with the pinned reference packages on random input.    run.sh PENSTOCK
# PENSTOCK_DIFFERENTIAL_PYTHON names an interpreter that has them; else they go into .cache/.
# SEED, TOKENIZERS, PATTERNS, FOLDERS, MODELS, GENERATIONS and TEMPLATES choose which and how many
# cases are drawn. TOKENIZER_FILES: a list of tokenizer.json, compared on CORPUS, a file of
# benchmarks/peers/make_corpus.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
penstock=$1
driver=$(dirname "$penstock")/../../tests/differential/regex_driver
python=${PENSTOCK_DIFFERENTIAL_PYTHON:-.cache/differential-venv/bin/python}
if [ ! -x "$python" ]; then
  python3 -m venv .cache/differential-venv
  "$python" -m pip install --quiet tokenizers==0.22.2
fi
"$python" tests/differential/tokenizers_fuzz.py "$penstock" --seed "${SEED:-1}" \
  --tokenizers "${TOKENIZERS:-100}"
if [ -n "${TOKENIZER_FILES:-}" ]; then
  # shellcheck disable=SC2086 # a list
  "$python" tests/differential/tokenizer_files_fuzz.py "$penstock" "$CORPUS" $TOKENIZER_FILES \
    --seed "${SEED:-1}"
fi
"$python" tests/differential/regex_fuzz.py --driver "$driver" --patterns "${PATTERNS:-2000}"
# Folders with a SentencePiece model, where transformers reads them.
if "$python" -c "import transformers, sentencepiece, google.protobuf" 2> /dev/null; then
  "$python" -W ignore tests/differential/converters_fuzz.py "$penstock" --seed "${SEED:-1}" \
    --folders "${FOLDERS:-200}"
fi
# The other vocabulary files, and the classes that exist in Python only.
if "$python" -c "import transformers, sentencepiece, tiktoken" 2> /dev/null; then
  "$python" -W ignore tests/differential/slow_classes_fuzz.py "$penstock" --seed "${SEED:-1}" \
    --folders "${FOLDERS_PER_CLASS:-4}"
fi
# The text tasks and the sentence tasks, where the interpreter has their reference, too.
if "$python" -c "import optimum.onnxruntime, optimum.intel" 2> /dev/null; then
  "$python" tests/differential/tasks_fuzz.py "$penstock" --seed "${SEED:-1}" \
    --models "${MODELS:-30}"
fi
if "$python" -c "import sentence_transformers, optimum.onnxruntime" 2> /dev/null; then
  "$python" tests/differential/sentences_fuzz.py "$penstock" --seed "${SEED:-1}" \
    --models "${MODELS:-30}"
fi
# Needs what a checkpoint is compared with; skipped, with a word, where that is not installed.
if "$python" -c 'import onnxruntime, openvino, torch, transformers' 2> /dev/null; then
  "$python" tests/differential/export_fuzz.py "$penstock" --seed "${SEED:-1}" --count "${CHECKPOINTS:-60}"
else
  echo "export_fuzz.py skipped: $python has no onnxruntime, openvino, torch or transformers" >&2
fi
# Texts and parameters through the generation tasks, tokens of generate() where the benchmarks are
# built, and chat templates.
data=tests/data
worker=$(dirname "$penstock")/../../benchmarks/generation_worker
if "$python" -c 'import optimum.onnxruntime, optimum.intel' 2> /dev/null; then
  generations=(--seed "${SEED:-1}" --count "${GENERATIONS:-60}")
  "$python" tests/differential/generation_tasks_fuzz.py "$penstock" text-generation ort \
    $data/models/mistral-chat "${generations[@]}"
  "$python" tests/differential/generation_tasks_fuzz.py "$penstock" text2text-generation ort \
    $data/translation/{nllb,mbart,m2m100} "${generations[@]}"
  if [ -x "$worker" ]; then
    "$python" tests/differential/generation_fuzz.py "$worker" ort \
      $data/models/{mistral,opt,gemma}-text-generation "${generations[@]}"
    "$python" tests/differential/generation_fuzz.py "$worker" ov \
      $data/models/{mistral,mbart}-stateful "${generations[@]}"
  fi
  "$python" tests/differential/chat_templates_fuzz.py \
    --driver "$(dirname "$penstock")/../../tests/differential/chat_driver" \
    --grammar "${TEMPLATES:-500}" --seed "${SEED:-1}"
else
  echo "generation_tasks_fuzz.py skipped: $python has no optimum-onnx or optimum-intel" >&2
fi
