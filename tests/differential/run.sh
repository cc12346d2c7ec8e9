#!/usr/bin/env bash
# Compares Penstock with the pinned reference packages on random input.    run.sh PENSTOCK
# PENSTOCK_DIFFERENTIAL_PYTHON names an interpreter that has them; else they go into .cache/.
# SEED, TOKENIZERS and PATTERNS choose which and how many cases are drawn.
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
"$python" tests/differential/regex_fuzz.py --driver "$driver" --patterns "${PATTERNS:-2000}"
