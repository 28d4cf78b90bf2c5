#!/usr/bin/env bash
# A Kind cluster with two workers. usage: kind.sh up | down | env | load FILE.tar
# From the environment:
#   KIND_CLUSTER                an existing cluster to use; it is neither created nor deleted
#   KIND_NODE_IMAGE             the node image (default: in hack/versions.sh)
#   KIND_EXPERIMENTAL_PROVIDER  docker, podman or nerdctl, as Kind itself reads it
#   KIND_CONFIG                 another configuration file
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

own=serval
record=$cache/kind/cluster # name of the cluster in use
kubeconfig=$cache/kind/kubeconfig

check_tools() {
  command -v kind >/dev/null || fail "kind is not on the PATH. With Go: go install sigs.k8s.io/kind@v$KIND_VERSION"
  local provider=${KIND_EXPERIMENTAL_PROVIDER:-}
  if [ -n "$provider" ]; then
    command -v "$provider" >/dev/null || fail "KIND_EXPERIMENTAL_PROVIDER=$provider, but $provider is not on the PATH."
  else
    command -v docker >/dev/null || command -v podman >/dev/null || fail "Kind needs Docker or Podman."
  fi
  command -v kubectl >/dev/null || "$hack/binaries/build.sh" kubectl
}

exists() {
  kind get clusters 2>/dev/null | grep -qx "$1"
}

up() {
  check_tools
  mkdir -p "$cache/kind"
  exec 9>"$cache/kind/lock"
  flock --nonblock 9 || fail "Another 'make cluster CLUSTER=kind' is at work. Wait for it to end."
  local name=${KIND_CLUSTER:-$own}
  if [ -n "${KIND_CLUSTER:-}" ]; then
    exists "$name" || fail "KIND_CLUSTER=$name, but there is no such Kind cluster. There are: $(kind get clusters 2>/dev/null | tr '\n' ' ')"
  elif exists "$name"; then
    say "The Kind cluster $name is up already."
  else
    say "Creating the Kind cluster $name from $KIND_NODE_IMAGE"
    kind create cluster --name "$name" --image "$KIND_NODE_IMAGE" --kubeconfig "$kubeconfig" --wait 120s \
      --config "${KIND_CONFIG:-$hack/cluster/kind/kind.yaml}" >&2 9>&-
  fi
  install -m 600 /dev/null "$kubeconfig"
  kind get kubeconfig --name "$name" >"$kubeconfig"
  echo "$name" >"$record"
  print_env
}

down() {
  [ -f "$record" ] || { say "No Kind cluster of ours is up."; return; }
  local name
  name=$(<"$record")
  if [ "$name" = "$own" ]; then
    check_tools
    kind delete cluster --name "$name" --kubeconfig "$kubeconfig" >&2
  else
    say "The Kind cluster $name was there before us and stays."
  fi
  rm -f "$record" "$kubeconfig"
}

print_env() {
  printf 'export KUBECONFIG=%q\n' "$kubeconfig"
  # shellcheck disable=SC2016 # for the reader's shell to expand
  command -v kubectl >/dev/null || printf 'export PATH=%q:$PATH\n' "$("$hack/binaries/build.sh" --folder kubernetes)"
}

require_cluster() {
  [ -f "$record" ] || fail "No Kind cluster is in use. Start one with: make cluster CLUSTER=kind"
}

case "${1:-} $#" in
  'up 1') up ;;
  'down 1') down ;;
  'env 1') require_cluster; print_env ;;
  'load 2') require_cluster; kind load image-archive "$2" --name "$(<"$record")" >&2 ;;
  *) sed -nE '2,/^set /s/^# ?//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
