#!/usr/bin/env bash
# A Kind cluster with two workers. usage:
#   kind.sh up | down | env
#   kind.sh load FILE.tar            imports an image archive into every node
#   kind.sh daemons                  lists the daemons and whether they run
#   kind.sh daemon ACTION NAME       ACTION: start, stop (SIGTERM), kill, freeze (SIGSTOP), thaw (SIGCONT)
#   kind.sh node lose|return NAME    ends a node with all that runs on it, as a power cut does; starts it again
#   kind.sh kill NODE CONTAINER      ends a container's process with SIGKILL; CONTAINER is the id in its pod's status
#   kind.sh on MACHINE COMMAND…      runs a command on a node, or on control-plane
# From the environment:
#   KIND_CLUSTER                an existing cluster to use; it is neither created nor deleted
#   KIND_NODE_IMAGE             the node image (default: in hack/versions.sh)
#   KIND_EXPERIMENTAL_PROVIDER  docker, podman or nerdctl, as Kind itself reads it
#   KIND_CONFIG                 another configuration file
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/kind"
# shellcheck source=hack/common.sh
. "$here/../../common.sh"
# shellcheck source=hack/cluster/kind/provider.sh
. "$here/provider.sh"
# shellcheck source=hack/cluster/kind/machines.sh
. "$here/machines.sh"

own=serval
record=$cache/kind/cluster # name of the cluster in use
kubeconfig=$cache/kind/kubeconfig

check_tools() {
  command -v kind >/dev/null || fail "kind is not on the PATH. With Go: go install sigs.k8s.io/kind@v$KIND_VERSION"
  find_provider
  command -v kubectl >/dev/null || "$hack/binaries/build.sh" kubectl
}

exists() {
  kind get clusters 2>/dev/null | grep -qx -- "$1"
}

lock() {
  mkdir -p "$cache/kind"
  exec 9>"$cache/kind/lock"
  flock --nonblock 9 || fail "Another 'make cluster CLUSTER=kind' or 'make cluster-down' is at work. Wait for it to end."
}

up() {
  check_tools
  lock
  local name=${KIND_CLUSTER:-$own}
  [ "$(cat "$record" 2>/dev/null || echo "$name")" = "$name" ] \
    || fail "The Kind cluster $(<"$record") is in use. End its use first: make cluster-down CLUSTER=kind"
  if [ -n "${KIND_CLUSTER:-}" ]; then
    exists "$name" || fail "KIND_CLUSTER=$name, but there is no such Kind cluster. There are: $(kind get clusters 2>/dev/null | tr '\n' ' ')"
    use "$name"
  elif exists "$name" && use "$name" && cluster_answers; then
    say "The Kind cluster $name is up already."
  else
    create "$name"
  fi
  print_env
}

# What a start left that was killed may have no kubeconfig.
use() { # name
  install -m 600 /dev/null "$kubeconfig"
  kind get kubeconfig --name "$1" >"$kubeconfig" 2>/dev/null || true
  remember "$1"
}

remember() { # name
  echo "$1" >"$record"
  remember_provider
}

# A mount of a node that has just ended may be busy for a moment; then podman removes the rest and fails.
remove() { # name
  local attempt
  for attempt in 1 2 3; do
    ! kind delete cluster --name "$1" --kubeconfig "$kubeconfig" >&2 9>&- || return 0
    sleep "$attempt"
  done
  fail "The Kind cluster $1 could not be removed, see above. Try again: make cluster-down CLUSTER=kind"
}

# Remembered before it exists, so that `down` finds what a start left that was killed.
create() { # name
  if exists "$1"; then
    say "Removing what an earlier start of the Kind cluster $1 left."
    remove "$1"
  fi
  remember "$1"
  say "Creating the Kind cluster $1 from $KIND_NODE_IMAGE"
  SECONDS=0
  kind create cluster --name "$1" --image "$KIND_NODE_IMAGE" --kubeconfig "$kubeconfig" --wait 120s \
    --config "${KIND_CONFIG:-$here/kind.yaml}" >&2 9>&- \
    || fail "The Kind cluster $1 did not come up, see above. Remove what is left with: make cluster-down CLUSTER=kind"
  say "Kind cluster $1 up in $SECONDS s."
}

cluster_answers() {
  local kubectl=kubectl
  command -v kubectl >/dev/null || kubectl=$("$hack/binaries/build.sh" --folder kubernetes)/kubectl
  "$kubectl" --kubeconfig "$kubeconfig" get --raw /readyz --request-timeout=5s >/dev/null 2>&1
}

down() {
  [ -f "$record" ] || { say "No Kind cluster of ours is up."; return; }
  lock
  local name
  name=$(<"$record")
  if [ "$name" = "$own" ]; then
    check_tools
    remove "$name"
  else
    say "The Kind cluster $name was there before us and stays."
  fi
  rm -f "$record" "$kubeconfig"
  forget_provider
}

print_env() {
  printf 'export KUBECONFIG=%q\n' "$kubeconfig"
  # shellcheck disable=SC2016 # for the reader's shell to expand
  command -v kubectl >/dev/null || printf 'export PATH=%q:$PATH\n' "$("$hack/binaries/build.sh" --folder kubernetes)"
}

load() { # file
  [ -f "$1" ] || fail "No image archive $1"
  kind load image-archive "$1" --name "$(<"$record")" >&2
}

inspect() { # command…: on a cluster that is up
  [ -f "$record" ] || fail "No Kind cluster is in use. Start one with: make cluster CLUSTER=kind"
  check_tools
  "$@"
}

usage() { sed -nE '2,/^set /s/^# ?//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

case "${1:-} $#" in
  'up 1') up ;;
  'down 1') down ;;
  'env 1') inspect print_env ;;
  'load 2') inspect load "$2" ;;
  'daemons 1') inspect list_daemons ;;
  'daemon 3') inspect daemon "$2" "$3" ;;
  'node 3') inspect node "$2" "$3" ;;
  'kill 3') inspect kill_container "$2" "$3" ;;
  on\ *) [ $# -ge 3 ] || usage; inspect on_machine "${@:2}" ;;
  *) usage ;;
esac
