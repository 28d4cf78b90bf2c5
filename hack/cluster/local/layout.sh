# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. What the local cluster consists of: names, addresses, folders. Addresses are from
# 198.18.0.0/15, which is set aside for tests of networks (RFC 2544) and routed nowhere.
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../common.sh"

nodes=${NODES:-2}
metrics_server=${METRICS_SERVER:-} # 1: with metrics-server
domain=cluster.local

# All of the cluster is under these three names, so that it can be found after a crash.
state=/var/cache/serval-cluster
cgroup=serval-cluster
host_link=serval0

machine_network=198.18.0 # /24; .1 is the host, .2 the control plane, .3 node1 …
host_address=$machine_network.1
control_plane_address=$machine_network.2
pod_range=198.18.128.0/17 # node1 has 198.18.129.0/24 …
service_range=198.19.0.0/16
first_service=198.19.0.1

kubeconfig=$state/kubeconfig
pause_image=serval.local/pause:1

node_address() { echo "$machine_network.$(($1 + 2))"; }
pod_subnet() { echo "198.18.$((128 + $1)).0/24"; }
machines() { echo control-plane; seq -f 'node%.0f' 1 "$nodes"; }

build=$hack/binaries/build.sh
binaries=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl coredns etcd pause)
[ "$metrics_server" != 1 ] || binaries+=(metrics-server)

# Folders of the binaries; what they hold is built by the time they are used.
find_binaries() {
  kubernetes_bin=$("$build" --folder kubernetes)
  coredns_bin=$("$build" --folder coredns)/coredns
  etcd_bin=$("$build" --folder etcd)/etcd
  pause_bin=$("$build" --folder pause)/pause
  metrics_server_bin=$("$build" --folder metrics-server)/metrics-server
}

kube() { "$kubernetes_bin/kubectl" --kubeconfig "$kubeconfig" "$@"; }

# One `up` or `down` at a time, of whatever clone. The daemons don't inherit it.
lock() {
  mkdir -p /run/lock
  exec 9>/run/lock/serval-cluster.lock
  flock --nonblock 9 || fail "Another 'make cluster' or 'make cluster-down' is at work on this machine. Wait for it to end."
}

require_root() {
  [ "$(uname -s)" = Linux ] || fail "CLUSTER=local needs Linux. Use CLUSTER=kind or CLUSTER=current here."
  [ "$(id -u)" = 0 ] || fail "CLUSTER=local makes namespaces and control groups, and so needs root: sudo -E make $1 CLUSTER=local" \
    "Without root use CLUSTER=kind."
}
