#!/usr/bin/env bash
# A real Kubernetes on one Linux machine, as root, without Docker: upstream's binaries, a control
# plane and two nodes, each in namespaces of its own. usage:
#   local.sh up | down | env
#   local.sh load FILE.tar            imports an image archive into every node
#   local.sh daemons                  lists the daemons and whether they run
#   local.sh daemon ACTION NAME       ACTION: start, stop (SIGTERM), kill, freeze (SIGSTOP), thaw (SIGCONT)
#   local.sh node lose|return NAME    ends a node with all that runs on it, as a power cut does; starts it again
#   local.sh kill NODE CONTAINER      ends a container's process with SIGKILL; CONTAINER is the id in its pod's status
#   local.sh on MACHINE COMMAND…      runs a command on control-plane, node1, node2
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/local"
# shellcheck source=hack/cluster/local/layout.sh
. "$here/layout.sh"
# shellcheck source=hack/cluster/local/cgroups.sh
. "$here/cgroups.sh"
# shellcheck source=hack/cluster/local/machines.sh
. "$here/machines.sh"
# shellcheck source=hack/cluster/local/network.sh
. "$here/network.sh"
# shellcheck source=hack/cluster/local/pki.sh
. "$here/pki.sh"
# shellcheck source=hack/cluster/local/control-plane.sh
. "$here/control-plane.sh"
# shellcheck source=hack/cluster/local/resource-metrics.sh
. "$here/resource-metrics.sh"
# shellcheck source=hack/cluster/local/node.sh
. "$here/node.sh"
# shellcheck source=hack/cluster/local/lifecycle.sh
. "$here/lifecycle.sh"

check_packages() {
  need containerd containerd
  need ctr containerd
  need runc runc
  need /usr/lib/cni/ptp containernetworking-plugins
  need iptables iptables
  need conntrack conntrack
  need ip iproute2
  need openssl openssl
  need sysctl procps
  need pgrep procps
  provide_needed
}

up() {
  require_root cluster
  check_packages
  "$build" "${binaries[@]}"
  find_binaries
  lock
  if cluster_answers; then
    [ "$(cat "$state/identity")" = "$(identity)" ] \
      || fail "A cluster is up already, but another one ($(cat "$state/identity"); asked for: $(identity))." "End it first: make cluster-down"
    say "The cluster is up already."
  else
    [ ! -e "$state" ] || say "Removing what an earlier cluster left."
    tear_down
    SECONDS=0
    bring_up
    say "Cluster up in $SECONDS s: $(identity). Logs: $state/log"
  fi
  print_env
}

down() {
  require_root cluster-down
  lock
  local found=no
  [ ! -e "$state" ] && [ -z "$(cgroups_left)" ] || found=yes
  tear_down
  if [ "$found" = yes ]; then say "Local cluster removed."; else say "No local cluster is up."; fi
}

print_env() {
  printf 'export KUBECONFIG=%q\n' "$kubeconfig"
  # shellcheck disable=SC2016 # for the reader's shell to expand
  printf 'export PATH=%q:$PATH\n' "$kubernetes_bin"
}

require_cluster() {
  [ -e "$state/identity" ] || fail "No local cluster is up. Start one with: make cluster CLUSTER=local"
  find_binaries
  nodes=$(sed -nE 's/.* ([0-9]+) nodes.*/\1/p' "$state/identity")
}

load() { # file
  [ -f "$1" ] || fail "No image archive $1"
  for ((i = 1; i <= nodes; i++)); do
    ctr -a "$(containerd_socket "node$i")" -n k8s.io images import "$1" >&2
  done
}

list_daemons() {
  local folder name
  for folder in "$state"/daemons/*; do
    name=$(basename "$folder")
    if daemon_runs "$name"; then echo "$name runs, process $(<"$folder/pid")"; else echo "$name doesn't run"; fi
  done
}

# Without the API server a real cluster's controllers lose their leases, end, and are started again. Those that went on
# would judge nodes by what their caches knew half a minute ago, and call all of them lost.
renew_controllers() {
  local name
  wait_until 60 "the API server (see $state/log/apiserver.log)" kube get --raw /readyz
  for name in controller-manager scheduler; do
    stop_daemon "$name" TERM
    start_daemon "$name"
  done
}

daemon() { # action name
  [ -d "$state/daemons/$2" ] || fail "No daemon $2. There are:" "$(ls "$state/daemons")"
  case $1 in
    start)
      daemon_runs "$2" || start_daemon "$2"
      [ "$2" != apiserver ] || renew_controllers
      ;;
    stop) stop_daemon "$2" TERM ;;
    kill) stop_daemon "$2" KILL ;;
    freeze) kill -STOP "$(<"$state/daemons/$2/pid")" ;;
    thaw) kill -CONT "$(<"$state/daemons/$2/pid")" ;;
    *) fail "Unknown action $1: start, stop, kill, freeze, thaw" ;;
  esac
}

node() { # action node
  local number
  number=$(node_number "$2")
  case $1 in
    lose) lose_node "$2" ;;
    return) machine_runs "$2" || return_node "$2" "$number" ;;
    *) fail "Unknown action $1: lose, return" ;;
  esac
}

kill_container() { # node container
  node_number "$1" >/dev/null
  ctr -a "$(containerd_socket "$1")" -n k8s.io tasks kill --signal SIGKILL "${2#containerd://}"
}

usage() { sed -nE '2,/^set /s/^# ?//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

inspect() { # command…: on a cluster that is up
  require_root cluster
  require_cluster
  "$@"
}

case "${1:-} $#" in
  'up 1') up ;;
  'down 1') down ;;
  'env 1') require_cluster; print_env ;;
  'load 2') inspect load "$2" ;;
  'daemons 1') inspect list_daemons ;;
  'daemon 3') inspect daemon "$2" "$3" ;;
  'node 3') inspect node "$2" "$3" ;;
  'kill 3') inspect kill_container "$2" "$3" ;;
  on\ *) [ $# -ge 3 ] || usage; inspect on_machine "${@:2}" ;;
  *) usage ;;
esac
