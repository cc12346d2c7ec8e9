#!/usr/bin/env bash
# Installs what Penstock is built and tested with, on Debian (bookworm or later), as root or by sudo.
#   tools/install_deps.sh            compilers, libraries, runtimes for demo and tests
#   tools/install_deps.sh --checks   also clang-format and clang-tidy, for .ci/run
# Everything that is not a Debian package lands in the project: .venv/ (runtimes), .cache/ (headers).
# Running it again when all is there takes a second and needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(g++ cmake ninja-build make ccache pkg-config git ca-certificates python3-venv
          nlohmann-json3-dev libsimdjson-dev libcli11-dev libgtest-dev libgmock-dev libbenchmark-dev)
[ "${1:-}" = "--checks" ] && packages+=(clang-16 clang-format-16 clang-tidy-16)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" > /dev/null
fi

# Runtimes, at the versions behind the recorded answers.
stamp=.venv/.penstock-requirements
if ! cmp -s tools/requirements-runtimes.txt "$stamp"; then
  echo "installing the runtimes into .venv: $(grep -v '^#' tools/requirements-runtimes.txt | xargs)"
  [ -x .venv/bin/python ] || python3 -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    -r tools/requirements-runtimes.txt
  cp tools/requirements-runtimes.txt "$stamp"
fi

tools/fetch_onnxruntime_headers.sh
