#!/usr/bin/env bash
# Holds a penstock binary against recorded reference answers.    recorded.sh PENSTOCK CONFORMANCE_FOLDER
# The tasks named here are those that Penstock serves; each must pass in full. Those that the
# reference itself has on `ort` only must give the same answers on `ov`; replaying the others there
# says nothing new, and the runtimes rightly differ on inputs that one of them refuses.
set -euo pipefail
penstock=$1 conformance=$2
tasks=(feature-extraction fill-mask question-answering text-classification token-classification
  zero-shot-classification text-generation text2text-generation summarization translation
  translation_en_to_fr)
ort_only=(zero-shot-classification text2text-generation translation_en_to_fr)
"$conformance/check-tokenizers" "$penstock" | tail -n 1
"$conformance/check" "$penstock" --task "${tasks[@]}" --accelerator ort ov
if "$penstock" env --json | python3 -c '
import json, sys
rows = json.load(sys.stdin)["accelerators"]
sys.exit(not any(row["accelerator"] == "ipex" and row["devices"] for row in rows))'; then
  "$conformance/check" "$penstock" --task "${tasks[@]}" --accelerator ipex
else
  echo "ipex is not here: its recorded answers were skipped"
fi
"$conformance/check" "$penstock" --task "${ort_only[@]}" --run-on ov
