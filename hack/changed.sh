#!/usr/bin/env bash
# Succeeds if BUILT is missing or something of the sources is newer. usage: changed.sh BUILT SOURCE…
set -euo pipefail
built=$1
shift
[ -f "$built" ] || exit 0
# A folder is newer when a file in it appeared or went; target is written by the build itself.
[ -n "$(find "$@" -name target -prune -o -newer "$built" \( -type f -o -type d -mindepth 1 \) -print -quit 2>/dev/null)" ]
