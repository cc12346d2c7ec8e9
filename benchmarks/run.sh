#!/usr/bin/env bash
# Makes the benchmark's model once (this installs Optimum and torch, about 6 GB, into .cache/bench-venv),
# then runs Penstock and its peers.    benchmarks/run.sh BUILD [arguments of compare.py]
# PENSTOCK_BENCH_PYTHON names an interpreter that has Optimum already.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
shift
python=${PENSTOCK_BENCH_PYTHON:-.cache/bench-venv/bin/python}
if [ ! -x "$python" ]; then
  python3 -m venv .cache/bench-venv
  .cache/bench-venv/bin/python -m pip install --quiet -r benchmarks/requirements.txt
fi
model=.cache/minilm-classifier
[ -f "$model/openvino_model.xml" ] || "$python" benchmarks/peers/make_minilm.py "$model"
benchmarks/peers/compare.py "$build" "$model" --python "$python" "$@"
