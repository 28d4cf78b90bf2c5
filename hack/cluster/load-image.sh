#!/usr/bin/env bash
# Imports an image archive (as `docker save` or Jib write it) into every node of the cluster.
# usage: load-image.sh FILE.tar   (CLUSTER as for cluster.sh)
set -euo pipefail
[ $# = 1 ] || { echo "usage: load-image.sh FILE.tar" >&2; exit 2; }
[ -f "$1" ] || { echo "No image archive $1" >&2; exit 1; }
exec "$(dirname "${BASH_SOURCE[0]}")/cluster.sh" load "$1"
