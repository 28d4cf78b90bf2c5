# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. The nodes of a Kind cluster as machines that can fail: each is a container of the
# provider with systemd in it. The control plane's parts are static pods of its kubelet.

static_pods=(etcd apiserver controller-manager scheduler)
units=(kubelet containerd)
parked=/etc/kubernetes/stopped # on a control plane: the manifests of static pods that were stopped

cluster_nodes() {
  kind get nodes --name "$(<"$record")" 2>/dev/null | sort
}

# The container that a user means: a node by its name, or `control-plane` for the first of these.
machine_named() { # machine
  local all control_plane
  all=$(cluster_nodes)
  control_plane=$(grep -m 1 -- '-control-plane$' <<<"$all") || fail "The Kind cluster $(<"$record") has no control plane."
  if [ "$1" = control-plane ]; then
    echo "$control_plane"
  elif grep -qx -- "$1" <<<"$all"; then
    echo "$1"
  else
    fail "No machine $1. There are:" control-plane "$all"
  fi
}

on_machine() { # machine command…
  local machine
  machine=$(machine_named "$1")
  shift
  "$provider" exec "$machine" "$@"
}

machine_runs() { # machine
  [ "$("$provider" inspect --format '{{.State.Running}}' "$1" 2>/dev/null)" = true ]
}

# name, machine, and what it is there: `pod` with the manifest's name, or `unit`.
daemon_catalogue() {
  local machine unit part
  for part in "${static_pods[@]}"; do
    case $part in
      etcd) echo "$part control-plane pod etcd" ;;
      *) echo "$part control-plane pod kube-$part" ;;
    esac
  done
  for machine in $(cluster_nodes); do
    for unit in "${units[@]}"; do echo "$unit-$machine $machine unit $unit"; done
  done
}

list_daemons() {
  local name machine what part
  while read -r name machine what part; do
    if daemon_runs "$machine" "$what" "$part"; then echo "$name runs"; else echo "$name doesn't run"; fi
  done < <(daemon_catalogue)
}

# Commands in a machine read nothing, else they'd take the catalogue.
daemon_runs() { # machine pod|unit part
  case $2 in
    pod) on_machine "$1" pgrep --full "$(pattern_of "$3")" >/dev/null 2>&1 ;;
    unit) on_machine "$1" systemctl is-active --quiet "$3" 2>/dev/null ;;
  esac </dev/null
}

pattern_of() { # static pod
  echo "^([^ ]*/)?$1 "
}

daemon() { # action name
  local entry machine what part
  entry=$(daemon_catalogue | awk -v name="$2" '$1 == name') # names have no white space
  [ -n "$entry" ] || fail "No daemon $2. There are:" "$(daemon_catalogue | cut -d' ' -f1)"
  read -r _ machine what part <<<"$entry"
  case $1 in
    start | stop | kill | freeze | thaw) "$what"_action "$1" "$machine" "$part" ;;
    *) fail "Unknown action $1: start, stop, kill, freeze, thaw" ;;
  esac
}

# kubelet runs what has a manifest in its folder, and would start again what was only killed.
pod_action() { # action machine part
  local manifest=/etc/kubernetes/manifests/$3.yaml
  case $1 in
    start)
      on_machine "$2" sh -c "! test -e $parked/$3.yaml || mv $parked/$3.yaml $manifest"
      wait_until 90 "$3 to run" daemon_runs "$2" pod "$3"
      [ "$3" != kube-apiserver ] || wait_until 90 "the API server to be ready" api_server_is_ready
      ;;
    stop | kill)
      on_machine "$2" sh -c "! test -e $manifest || { mkdir -p $parked && mv $manifest $parked/; }"
      [ "$1" = stop ] || on_machine "$2" pkill -KILL --full "$(pattern_of "$3")" || true
      wait_until 90 "$3 to end" eval "! daemon_runs '$2' pod '$3'"
      ;;
    freeze) on_machine "$2" pkill -STOP --full "$(pattern_of "$3")" ;;
    thaw) on_machine "$2" pkill -CONT --full "$(pattern_of "$3")" ;;
  esac
}

api_server_is_ready() {
  kubectl --kubeconfig "$kubeconfig" get --raw /readyz --request-timeout=2s
}

# Both units let the containers live that they started. systemd starts them again when they end, so
# a killed one is stopped too.
unit_action() { # action machine part
  case $1 in
    start) on_machine "$2" systemctl start "$3" ;;
    stop) on_machine "$2" systemctl stop "$3" ;;
    kill)
      on_machine "$2" systemctl kill --kill-who=main --signal=KILL "$3"
      on_machine "$2" systemctl stop "$3"
      ;;
    freeze) on_machine "$2" systemctl kill --kill-who=main --signal=STOP "$3" ;;
    thaw) on_machine "$2" systemctl kill --kill-who=main --signal=CONT "$3" ;;
  esac
}

node() { # action node
  local machine
  machine=$(machine_named "$2")
  case $1 in
    lose)
      ! machine_runs "$machine" || "$provider" kill "$machine" >/dev/null
      wait_until 20 "$machine to end" eval "! machine_runs '$machine'"
      ;;
    return)
      machine_runs "$machine" || "$provider" start "$machine" >/dev/null
      wait_until 60 "containerd of $machine" daemon_runs "$machine" unit containerd
      ;;
    *) fail "Unknown action $1: lose, return" ;;
  esac
}

kill_container() { # node container
  on_machine "$1" ctr --namespace k8s.io tasks kill --signal SIGKILL "${2#containerd://}"
}
