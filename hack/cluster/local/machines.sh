# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. Machines: the control plane and each node is a process namespace with a network and a
# mount namespace of its own. When its first process ends, the kernel ends all others in it and gives
# back the mounts and the network: nothing of it can be left behind.

# What the caller has open isn't held open by a daemon: our lock, or one that make runs under.
close_inherited_files() {
  local file
  for file in "/proc/$BASHPID/fd"/*; do
    file=${file##*/}
    [ "$file" -le 2 ] || eval "exec $file>&-"
  done
}

create_machine() { # machine
  local folder=$state/machines/$1
  # As after a reboot: /run is empty, /var is what it was.
  rm -rf "$folder/run" "$folder/ready"
  mkdir -p "$folder"/{run,lib,log} "$state/log"
  create_machine_cgroups "$1"
  (
    close_inherited_files
    join_cgroups "$1"
    exec setsid unshare --net --mount --uts --pid --fork --kill-child --mount-proc --propagation private \
      "$hack/cluster/local/machine-init.sh" "$folder" "$pause_bin"
  ) </dev/null >"$state/log/$1.log" 2>&1 &
  local parent=$!
  disown "$parent"
  wait_until 10 "machine $1 (see $state/log/$1.log)" test -e "$folder/ready"
  pgrep --parent "$parent" >"$folder/pid"
}

machine_pid() {
  cat "$state/machines/$1/pid"
}

on_machine() { # machine command…
  local pid
  pid=$(machine_pid "$1")
  shift
  nsenter --target "$pid" --net --mount --uts --pid -- "$@"
}

# The network alone: faster, and it sees the host's files.
on_network() { # machine command…
  local pid
  pid=$(machine_pid "$1")
  shift
  nsenter --target "$pid" --net -- "$@"
}

create_daemon() { # machine name command…
  local folder=$state/daemons/$2
  mkdir -p "$folder"
  echo "$1" >"$folder/machine"
  shift 2
  printf '%s\0' "$@" >"$folder/command"
  start_daemon "$(basename "$folder")"
}

start_daemon() { # name
  local folder=$state/daemons/$1 machine command pid
  machine=$(<"$folder/machine")
  pid=$(machine_pid "$machine")
  mapfile -d '' -t command <"$folder/command"
  (
    close_inherited_files
    join_cgroups "$machine"
    exec setsid nsenter --target "$pid" --net --mount --uts --pid -- "${command[@]}"
  ) </dev/null >>"$state/log/$1.log" 2>&1 &
  local parent=$!
  disown "$parent"
  wait_until 5 "the process of $1 (see $state/log/$1.log)" pgrep --parent "$parent"
  pgrep --parent "$parent" >"$folder/pid"
}

daemon_runs() { # name
  local pid
  pid=$(cat "$state/daemons/$1/pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null \
    && cluster_processes | grep -qx "$pid"
}

# Waits until it is gone. The API server takes up to a minute to end by itself, for its watchers' sake.
stop_daemon() { # name signal
  local pid
  daemon_runs "$1" || return 0
  pid=$(<"$state/daemons/$1/pid")
  kill "-$2" "$pid"
  wait_until 90 "$1 to end" eval "! daemon_runs '$1'"
}

machine_runs() { # machine
  [ -n "$(find "${hierarchies[0]}/$cgroup/$1" -name cgroup.procs -exec cat {} + 2>/dev/null)" ]
}
