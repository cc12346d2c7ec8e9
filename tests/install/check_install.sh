#!/usr/bin/env bash
# check_install.sh CMAKE BUILD_TREE CXX SANITIZERS: installs BUILD_TREE into a folder of its own and
# builds and runs consumer/ against it.
set -euo pipefail
cmake=$1 build=$2 cxx=$3 sanitize=$4
prefix=$build/install-test/prefix
rm -rf "$build/install-test"
"$cmake" --install "$build" --prefix "$prefix" > /dev/null
flags=${sanitize:+-fsanitize=$sanitize}
"$cmake" -S "$(dirname "$0")/consumer" -B "$build/install-test/consumer" -G Ninja \
  -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_CXX_FLAGS="$flags" > /dev/null
"$cmake" --build "$build/install-test/consumer"
"$build/install-test/consumer/consumer"
test -x "$prefix/bin/penstock"
