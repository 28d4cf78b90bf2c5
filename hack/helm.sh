#!/usr/bin/env bash
# Prints the path of helm, which is built first if it is missing, once; messages go to stderr.
set -euo pipefail
build="$(dirname "${BASH_SOURCE[0]}")/binaries/build.sh"
"$build" helm
echo "$("$build" --folder helm)/helm"
