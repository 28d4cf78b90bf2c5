#!/usr/bin/env bash
# A Kubernetes cluster to try Serval on. usage:
#   cluster.sh up | down | env | load FILE.tar | name
#   cluster.sh daemons                  lists the daemons and whether they run
#   cluster.sh daemon ACTION NAME       ACTION: start, stop (SIGTERM), kill, freeze (SIGSTOP), thaw (SIGCONT)
#   cluster.sh node lose|return NAME    ends a node with all that runs on it, as a power cut does; starts it again
#   cluster.sh kill NODE CONTAINER      ends a container's process with SIGKILL; CONTAINER is the id in its pod's status
#   cluster.sh on MACHINE COMMAND…      runs a command on a node, or on control-plane
# CLUSTER chooses which: kind, local (upstream's binaries on this machine; Linux, root) or current
# (whatever KUBECONFIG names; it has no daemons, nodes and machines to play with: exit code 3).
# Not set: the one that is up, else kind where it can run, else local. `name` prints which it is.
# METRICS_SERVER=1 with `up` and local: with metrics-server, for `kubectl top` and autoscalers on processor time.
# `up` and `env` print shell commands that point kubectl to it: eval "$(hack/cluster/cluster.sh up)"
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

local_is_up() { [ -e /var/cache/serval-cluster ]; }
kind_is_up() { [ -f "$cache/kind/cluster" ]; }

kind_can_run() {
  command -v kind >/dev/null || return 1
  docker info >/dev/null 2>&1 || podman info >/dev/null 2>&1
}

choose() {
  if local_is_up; then echo local
  elif kind_is_up; then echo kind
  elif kind_can_run; then echo kind
  else echo local; fi
}

# Nothing stays because a variable was forgotten.
down_whatever_is_up() {
  if kind_is_up; then
    "$hack/cluster/kind.sh" down
    local_is_up || return 0
  fi
  "$hack/cluster/local.sh" down
}

[ $# -ge 1 ] || { sed -nE '2,/^set /s/^# ?//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
if [ "$1" = down ] && [ -z "${CLUSTER:-}" ]; then
  down_whatever_is_up
  exit
fi
cluster=${CLUSTER:-$(choose)}
[ "$1" != name ] || { echo "$cluster"; exit; }
case $cluster in
  local | kind | current) exec "$hack/cluster/$cluster.sh" "$@" ;;
  *) fail "Unknown CLUSTER=$cluster: local, kind or current" ;;
esac
