#!/usr/bin/env bash
# Succeeds if one of BUILT is missing or something of the sources is newer than it.
# usage: changed.sh BUILT… -- SOURCE…
set -euo pipefail
built=()
while [ "$1" != -- ]; do
  [ -f "$1" ] || exit 0
  built+=("$1")
  shift
done
shift
oldest=$(ls -t "${built[@]}" | tail -1)
# A folder is newer when a file in it appeared or went; target is written by the build itself.
[ -n "$(find "$@" -mindepth 1 -name target -prune -o -newer "$oldest" -print -quit)$(find "$@" -maxdepth 0 -type f -newer "$oldest")" ]
