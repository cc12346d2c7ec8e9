#!/usr/bin/env bash
# Makes the benchmark's models once (this installs Optimum, torch and the other peers, about 6 GB, into
# .cache/bench-venv), then runs Penstock and its peers.    benchmarks/run.sh BUILD [arguments of compare.py]
# PENSTOCK_BENCH_PYTHON names an interpreter that has the peers already.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
shift
venv=.cache/bench-venv
python=${PENSTOCK_BENCH_PYTHON:-$venv/bin/python}
if [ -z "${PENSTOCK_BENCH_PYTHON:-}" ] && ! cmp -s benchmarks/requirements.txt "$venv/installed.txt"; then
  python3 -m venv "$venv"
  "$python" -m pip install --quiet -r benchmarks/requirements.txt
  cp benchmarks/requirements.txt "$venv/installed.txt"
fi
model=.cache/minilm-classifier
[ -f "$model/openvino_model.xml" ] || "$python" benchmarks/peers/make_minilm.py "$model"
benchmarks/peers/compare.py "$build" "$model" --python "$python" "$@"
decoders=.cache/generation-models
[ -f "$decoders/gpt2/openvino_tokenizer.xml" ] || "$python" benchmarks/peers/make_generation_models.py "$decoders" gpt2
"$python" benchmarks/peers/generation.py "$build/benchmarks/generation_worker" "$decoders/gpt2" --python "$python" \
  --prompt 32 --new 32
