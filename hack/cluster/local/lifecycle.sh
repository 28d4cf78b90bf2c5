# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. The cluster as a whole: up, down, what a crash left, a node lost and back.

# kubelet sets these on the host; they are put back.
host_settings=(vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops
  kernel.keys.root_maxkeys kernel.keys.root_maxbytes)

identity() {
  echo "Kubernetes $KUBERNETES_VERSION, $nodes nodes$([ "$metrics_server" != 1 ] || echo ", metrics-server")"
}

cluster_answers() {
  [ -f "$kubeconfig" ] && kube get --raw /readyz --request-timeout=2s >/dev/null 2>&1
}

bring_up() {
  mkdir -m 711 "$state"
  identity >"$state/identity"
  sysctl -e "${host_settings[@]}" >"$state/host-settings"
  trap 'say "The cluster did not come up. Logs: $state/log. Remove what was started with: make cluster-down"' EXIT
  local machine
  for machine in $(machines); do
    create_machine "$machine"
  done
  create_network
  create_pki
  make_pause_image
  start_etcd
  start_api_server
  start_controllers
  start_dns
  for ((i = 1; i <= nodes; i++)); do
    create_node "$i"
    start_node "$i"
  done
  wait_until 60 "all nodes to be ready (see $state/log/kubelet-*.log)" nodes_ready
  # Until the controllers have made it no pod is admitted.
  wait_until 30 "the default service account" kube get serviceaccount default
  [ "$metrics_server" != 1 ] || start_metrics_server
  trap - EXIT
}

nodes_ready() {
  [ "$(kube get nodes --no-headers | awk '$2 == "Ready"' | wc -l)" = "$nodes" ]
}

make_pause_image() {
  mkdir -p "$state/pause-layer"
  cp "$pause_bin" "$state/pause-layer/pause"
  "$hack/images/archive.sh" "$state/pause.tar" "$pause_image" '{"User":"65535:65535","Entrypoint":["/pause"]}' \
    "$state/pause-layer" >/dev/null
}

# Needs no knowledge of how far `up` came, and may be repeated. Ending all processes ends their
# namespaces, and with them mounts, links, routes and packet filters.
tear_down() {
  end_processes
  ip link delete "$host_link" 2>/dev/null || true
  [ ! -s "$state/host-settings" ] || sysctl -q -e -p "$state/host-settings"
  wait_until 10 "the kernel to give back control groups" control_groups_are_gone
  # Only if somebody mounted there by hand: what lies behind must not be deleted.
  ! grep -F " $state/" /proc/mounts || fail "Mounted inside $state, see above. Unmount it and repeat."
  rm -rf --one-file-system "$state"
}

control_groups_are_gone() { # [machine]
  remove_cgroups "$@"
  [ -z "$(cgroups_left "$@")" ]
}

end_processes() {
  local pids start=$SECONDS
  while pids=$(cluster_processes) && [ -n "$pids" ]; do
    [ $((SECONDS - start)) -lt 20 ] || fail "These processes of the cluster don't end:" "$(ps -o pid,stat,args -p "$(tr '\n' ',' <<<"$pids" | sed 's/,$//')")"
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    sleep 0.1
  done
}

node_number() { # node
  local number=${1#node}
  [[ "$1" == node* && "$number" =~ ^[0-9]+$ && "$number" -ge 1 && "$number" -le "$nodes" ]] \
    || fail "No node $1 here; there are node1 to node$nodes."
  echo "$number"
}

# As by pulling the plug: daemons and containers end at once, the API server isn't told.
lose_node() { # node
  kill -KILL "$(machine_pid "$1")"
  wait_until 20 "$1 to end" eval "! machine_runs '$1'"
  # Else kubelet, once it is back, waits seconds for each container whose group it finds.
  wait_until 10 "the kernel to give back control groups" control_groups_are_gone "$1"
  on_network control-plane ip link delete "$1" 2>/dev/null || true
}

return_node() { # node number
  create_machine "$1"
  connect_node "$2"
  for ((i = 1; i <= nodes; i++)); do
    [ "$i" = "$2" ] || on_network "$1" ip route add "$(pod_subnet "$i")" via "$(node_address "$i")"
  done
  start_node "$2"
}
