#!/usr/bin/env bash
# The cluster that KUBECONFIG, or kubectl's default, names; nothing is created or deleted.
# usage: current.sh up | down | env | load FILE.tar
# Asked for daemons, a node or a command on a machine it says no, with exit code 3.
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

up() {
  command -v kubectl >/dev/null || fail "kubectl is not on the PATH."
  local answer
  answer=$(kubectl get --raw /readyz --request-timeout=5s 2>&1) \
    || fail "The cluster of KUBECONFIG=${KUBECONFIG:-$HOME/.kube/config} doesn't answer: $answer"
  say "Using context $(kubectl config current-context)."
  print_env
}

print_env() {
  printf 'export KUBECONFIG=%q\n' "${KUBECONFIG:-$HOME/.kube/config}"
}

load() {
  fail "CLUSTER=current takes images from a registry, so $1 can't be loaded into it." \
    "Push it where the cluster pulls from, and name it there."
}

leave_alone() { # word
  say "CLUSTER=current: what the cluster runs on is left alone, so there is no '$1'. CLUSTER=local and CLUSTER=kind have it."
  exit 3
}

case "${1:-} $#" in
  'up 1') up ;;
  'down 1') say "CLUSTER=current: nothing was created, nothing is removed." ;;
  'env 1') print_env ;;
  'load 2') load "$2" ;;
  daemons\ * | daemon\ * | node\ * | kill\ * | on\ *) leave_alone "$1" ;;
  *) sed -nE '2,/^set /s/^# ?//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
