#!/usr/bin/env bash
# What `make demo` shows once the build is done: what this machine has, what was chosen, and answers.
set -euo pipefail
penstock=$1
model=models/sentiment

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n$ %s\n' "$*"; }

say penstock env
"$penstock" env

sentences=("I love this film, it's wonderful!"
           "The food was cold and the service slow."
           "Not bad at all, I would come back."
           "The battery died after two days.")
say penstock run sentiment-analysis --model "$model" '"I love this film, it'"'"'s wonderful!"' ...
"$penstock" run sentiment-analysis --verbose --model "$model" "${sentences[@]}"

for accelerator in ort ov; do
  say penstock run sentiment-analysis --model "$model" --accelerator "$accelerator" '"What a waste of time."'
  "$penstock" run sentiment-analysis --model "$model" --accelerator "$accelerator" \
    "What a waste of time."
done
