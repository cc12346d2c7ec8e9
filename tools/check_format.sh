#!/usr/bin/env bash
# Fails when a source file is not formatted as .clang-format says, or names what must not be named.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files '*.hpp' '*.cpp' '*.h' | grep -vE '_(tables?|data)\.' | xargs clang-format-16 --dry-run --Werror
if git grep -nIE '(TODO|FIXME)' -- src include plugins apps; then
  echo "left open in the code (above)" >&2
  exit 1
fi
echo "format: ok"
