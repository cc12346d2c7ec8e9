#!/usr/bin/env bash
# Puts ONNX Runtime's C headers under .cache/onnxruntime-headers, unless the system has them.
# They come from Debian's libonnxruntime-dev: from the machine's own suite where it is there (trixie
# and later), else from trixie on the mirror that the machine's apt sources name, through an apt
# state of its own under .cache/. The machine's sources and installed packages stay as they are.
set -euo pipefail
cd "$(dirname "$0")/.."

target=$PWD/.cache/onnxruntime-headers
header=onnxruntime_c_api.h
if [ -n "$(find "$target" -name "$header" 2>/dev/null | head -1)" ]; then exit 0; fi
for folder in "${ONNXRUNTIME_DIR:-}" "${ORT_DIR:-}" /usr /usr/local; do
  if [ -n "$folder" ] && [ -n "$(find "$folder/include" -maxdepth 4 -name "$header" 2>/dev/null | head -1)" ]; then
    exit 0
  fi
done

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
work=$PWD/.cache/apt
mkdir -p "$work/download" "$target"
unpack() { for deb in "$work"/download/libonnxruntime-dev_*.deb; do dpkg-deb -x "$deb" "$target"; done; }

if apt-cache show libonnxruntime-dev > /dev/null 2>&1; then
  (cd "$work/download" && apt-get download -qq libonnxruntime-dev) && unpack && exit 0
fi

# The mirror of the machine's own Debian main archive.
mirror() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $3; exit }'
}
uri=$(mirror)
if [ -z "$uri" ]; then as_root apt-get update -qq; uri=$(mirror); fi
[ -n "$uri" ] || { echo "no Debian mirror in this machine's apt sources; install the headers of" \
  "ONNX Runtime yourself and set ONNXRUNTIME_DIR" >&2; exit 1; }

mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri trixie main" > "$work/sources.list"
options=(-o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/nonexistent
         -o Dir::State="$work" -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache"
         -o Dir::State::status=/var/lib/dpkg/status -o APT::Get::List-Cleanup=0
         -o Acquire::Languages=none -o APT::Sandbox::User="$(id -un)")
echo "fetching the headers of ONNX Runtime (Debian trixie, libonnxruntime-dev)"
apt-get "${options[@]}" update -qq
(cd "$work/download" && apt-get "${options[@]}" download -qq libonnxruntime-dev)
unpack
rm -rf "$work"
