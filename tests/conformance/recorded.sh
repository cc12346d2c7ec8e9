#!/usr/bin/env bash
# Holds a penstock binary against recorded reference answers.    recorded.sh PENSTOCK CONFORMANCE_FOLDER
# The tasks named here are those that Penstock serves; each must pass in full, on its own accelerator
# and with the answers recorded on `ort` replayed on `ov`.
set -euo pipefail
penstock=$1 conformance=$2
tasks=(feature-extraction fill-mask question-answering text-classification token-classification
  zero-shot-classification)
"$conformance/check-tokenizers" "$penstock" | tail -n 1
"$conformance/check" "$penstock" --task "${tasks[@]}"
"$conformance/check" "$penstock" --task "${tasks[@]}" --run-on ov
