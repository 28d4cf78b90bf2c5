# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. Control groups: every process of the cluster is below /serval-cluster in every hierarchy,
# which is what makes it possible to end all of them whatever happened before.

# Mount points of the hierarchies: version 1 (several) or 2 (one). A version 2 beside version 1 has no
# controllers; the runtime may make our groups there too.
mapfile -t hierarchies < <(awk '$3 == "cgroup" { print $2; old = 1 } $3 == "cgroup2" { new = $2 }
  END { if (!old && new) print new }' /proc/mounts)
mapfile -t all_hierarchies < <(awk '$3 ~ /^cgroup2?$/ { print $2 }' /proc/mounts)

# Version 1: a new cpuset is empty. Version 2: controllers are handed down one level at a time.
open_cgroup() { # folder
  local file
  for file in cpuset.cpus cpuset.mems; do
    [ ! -f "$1/$file" ] || [ -f "$1/cgroup.controllers" ] || cat "$(dirname "$1")/$file" >"$1/$file"
  done
}

hand_down_controllers() { # folder
  local controller
  [ -f "$1/cgroup.controllers" ] || return 0
  for controller in $(<"$1/cgroup.controllers"); do
    echo "+$controller" 2>/dev/null >"$1/cgroup.subtree_control" || true
  done
}

create_machine_cgroups() { # machine
  local mount folder part
  for mount in "${hierarchies[@]}"; do
    hand_down_controllers "$mount"
    folder=$mount
    for part in "$cgroup" "$1" daemons; do
      folder=$folder/$part
      mkdir -p "$folder"
      open_cgroup "$folder"
      [ "$part" = daemons ] || hand_down_controllers "$folder"
    done
  done
}

# Moves the calling subshell, and so what it executes. Starts no process: that would be taken for the daemon.
join_cgroups() { # machine
  local mount
  for mount in "${hierarchies[@]}"; do
    echo "$BASHPID" >"$mount/$cgroup/$1/daemons/cgroup.procs"
  done
}

cluster_processes() {
  local mount
  for mount in "${all_hierarchies[@]}"; do
    [ ! -d "$mount/$cgroup" ] || find "$mount/$cgroup" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  done | sort -un
}

# What processes still are in stays.
remove_cgroups() { # [machine]
  local mount folder
  for mount in "${all_hierarchies[@]}"; do
    folder=$mount/$cgroup${1:+/$1}
    [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}

cgroups_left() { # [machine]
  local mount
  for mount in "${all_hierarchies[@]}"; do
    [ ! -d "$mount/$cgroup${1:+/$1}" ] || echo "$mount/$cgroup${1:+/$1}"
  done
}
