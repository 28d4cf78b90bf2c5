# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. One bridge, in the control plane's namespace, so that the host's own firewall and bridges
# have no part in it; the host is on it through one link. No machine has a default route: nothing
# that runs in the cluster can leave this computer.

create_network() {
  on_network control-plane ip link set lo up
  on_network control-plane ip link add bridge type bridge
  on_network control-plane ip address add "$control_plane_address/24" dev bridge
  on_network control-plane ip link set bridge up
  ip link add "$host_link" type veth peer name host netns "$(machine_pid control-plane)"
  on_network control-plane ip link set host master bridge up
  ip address add "$host_address/24" dev "$host_link"
  ip link set "$host_link" up
  for ((i = 1; i <= nodes; i++)); do
    connect_node "$i"
  done
  for ((i = 1; i <= nodes; i++)); do
    route_pods_of "$i"
  done
  # Service addresses are answered where kube-proxy is: from host and control plane by way of node1.
  ip route add "$service_range" via "$(node_address 1)"
  on_network control-plane ip route add "$service_range" via "$(node_address 1)"
}

connect_node() {
  local node=node$1
  ip link add eth0 netns "$(machine_pid "$node")" type veth peer name "$node" netns "$(machine_pid control-plane)"
  on_network control-plane ip link set "$node" master bridge up
  on_network "$node" ip link set lo up
  on_network "$node" ip address add "$(node_address "$1")/24" dev eth0
  on_network "$node" ip link set eth0 up
  on_network "$node" sysctl -qw net.ipv4.ip_forward=1
  # kube-proxy rewrites before a packet leaves, but without a route none is made.
  on_network "$node" ip route add "$service_range" dev eth0
}

route_pods_of() {
  local subnet via other
  subnet=$(pod_subnet "$1") via=$(node_address "$1")
  ip route add "$subnet" via "$via"
  for other in $(machines); do
    [ "$other" = "node$1" ] || on_network "$other" ip route add "$subnet" via "$via"
  done
}
