#!/usr/bin/env bash
# Installs IPEX and the torch it belongs to into .venv (about 950 MB to download, 2 GB on disk).
# Where their wheels do not install it says so and ends with 3; running it again when all is there
# takes no time and needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."
requirements=tools/requirements-ipex.txt
stamp=.venv/.penstock-ipex

skip() { echo "ipex was skipped: $1"; exit 3; }

cmp -s "$requirements" "$stamp" && exit 0
[ "$(uname -sm)" = "Linux x86_64" ] || skip "its wheels are for Linux on x86-64, this is $(uname -sm)"
grep -qw avx2 /proc/cpuinfo || skip "it needs a processor with AVX2"
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -c 'import sys; sys.exit(not (3, 9) <= sys.version_info[:2] <= (3, 13))' ||
  skip "its wheels are for Python 3.9 to 3.13, this is $(.venv/bin/python -V)"
echo "installing IPEX into .venv: $(grep -v '^#' "$requirements" | xargs)"
log=$(mktemp)
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    -r "$requirements" > "$log" 2>&1; then
  tail -n 5 "$log"
  rm -f "$log"
  skip "pip cannot install its wheels here (its words are above)"
fi
rm -f "$log"
cp "$requirements" "$stamp"
