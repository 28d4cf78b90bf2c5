#!/usr/bin/env bash
# Shows that a cluster works and leaves nothing behind: brings it up, runs four pods on the base
# image, asks them through DNS and their Service, drains a node, takes a node away and brings it
# back, the API server too, ends it, compares the host with what it was (local) or looks for nodes
# (kind); then the same after `up` was killed half-way. usage: smoke.sh   (CLUSTER as for cluster.sh)
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

namespace=serval-smoke
clusters=$hack/cluster/cluster.sh

# What a cluster could leave on the host, without what changes by itself.
traces() {
  ip -o link | awk -F': ' '{print "link", $2}'
  ip route | sed 's/^/route /'
  find /run/netns -mindepth 1 -printf 'netns %f\n' 2>/dev/null || true
  awk '{print "mount", $2}' /proc/mounts
  find /sys/fs/cgroup -type d -printf 'cgroup %p\n' 2>/dev/null | grep -E 'serval|kube|containerd' || true
  pgrep --list-full --full '(^|/)(containerd|runc|etcd|coredns|pause|kubelet|kube-[a-z-]+)([ -]|$)' | sed 's/^/process /' || true
  sysctl -e vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys
  find /var/cache/serval-cluster /var/lib/{containerd,kubelet,cni} /var/log/{pods,containers} /run/containerd \
    /etc/cni /opt/{cni,containerd} -maxdepth 0 -printf 'folder %p\n' 2>/dev/null || true
  ! command -v iptables-save >/dev/null || iptables-save 2>/dev/null | grep -E '^[-:]' | grep -iE 'kube|cni' || true
}

expect_no_traces() { # before occasion
  local after
  after=$(traces)
  [ "$1" = "$after" ] || fail "FAILED: the host is not what it was before $2 (< before, > after):" "$(diff <(echo "$1") <(echo "$after"))"
  say "ok: nothing is left of $2"
}

deploy() {
  local classes jdk
  classes=$(mktemp -d)
  jdk=$("$hack/find-jdk.sh")
  "$jdk/bin/javac" -d "$classes" "$hack/cluster/smoke/Smoke.java"
  kubectl apply -f "$hack/cluster/smoke/namespace.yaml" >&2
  kubectl -n $namespace create configmap classes --from-file="$classes" --dry-run=client -o yaml | kubectl apply -f - >&2
  kubectl apply -f "$hack/cluster/smoke/smoke.yaml" >&2
  rm -rf "$classes"
  kubectl -n $namespace rollout status deployment/web --timeout=120s >&2
  kubectl -n $namespace wait --for=condition=Ready pod/client --timeout=60s >&2
}

ask() { # times
  kubectl -n $namespace exec client -- java -XX:TieredStopAtLevel=1 -cp /classes Smoke ask web.$namespace.svc.cluster.local 80 "$1"
}

# Rules of kube-proxy follow a change by a second, containers of a node that came back by some.
expect_answers() { # pods occasion
  local answered start=$SECONDS
  until [ "$((SECONDS - start))" -gt 120 ]; do
    answered=$(ask 60 2>/dev/null | sort -u | wc -l) || answered=0
    [ "$answered" != "$1" ] || { say "ok: $2: the Service's name and address answer, from $1 pods"; return; }
    sleep 1
  done
  fail "FAILED: $2: $answered pods answered instead of $1" "$(kubectl -n $namespace get pods -o wide)"
}

drain_a_node() {
  local home other
  home=$(kubectl -n $namespace get pod client -o jsonpath='{.spec.nodeName}')
  other=$(kubectl -n $namespace get pods -l app=web -o jsonpath='{range .items[*]}{.spec.nodeName}{"\n"}{end}' | grep -vx "$home" | head -1)
  [ -n "$other" ] || fail "FAILED: all pods are on $home"
  kubectl drain "$other" --ignore-daemonsets --delete-emptydir-data --timeout=90s >&2
  kubectl -n $namespace rollout status deployment/web --timeout=90s >&2
  expect_answers 4 "after draining $other"
  kubectl uncordon "$other" >&2
}

lose_a_node() {
  local home other
  home=$(kubectl -n $namespace get pod client -o jsonpath='{.spec.nodeName}')
  other=$(kubectl get nodes -l '!node-role.kubernetes.io/control-plane' -o jsonpath='{range .items[*]}{.metadata.name}{"\n"}{end}' \
    | grep -vx "$home" | head -1)
  kubectl -n $namespace rollout restart deployment/web >&2
  kubectl -n $namespace rollout status deployment/web --timeout=90s >&2
  "$clusters" node lose "$other"
  "$clusters" node return "$other"
  kubectl -n $namespace rollout status deployment/web --timeout=120s >&2
  expect_answers 4 "after the loss and return of $other"
}

lose_the_api_server() {
  "$clusters" daemon kill apiserver
  ! kubectl get --raw /readyz --request-timeout=2s >/dev/null 2>&1 || fail "FAILED: the API server answers after it was killed"
  "$clusters" daemon start apiserver
  expect_answers 4 "after the loss and return of the API server"
}

# Killed at several stages, and each time ended twice.
crash_on_the_way_up() { # seconds…
  local delay
  for delay in "$@"; do
    setsid "$clusters" up >/dev/null 2>&1 &
    local pid=$!
    sleep "$delay"
    kill -KILL "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    "$clusters" down
    "$clusters" down
    expect_nothing_left "a cluster whose start was killed after $delay s"
  done
}

# A provider's network stays, by Kind's own design, and so do what the provider keeps for itself.
expect_nothing_left() { # occasion
  local left
  if [ "$CLUSTER" = local ]; then
    expect_no_traces "$before" "$1"
  else
    left=$(kind get nodes --name serval 2>/dev/null)
    [ -z "$left" ] || fail "FAILED: nodes are left of $1:" "$left"
    say "ok: no node is left of $1"
  fi
}

CLUSTER=$("$clusters" name)
export CLUSTER
[ "$CLUSTER" != current ] || fail "The smoke test loads images and takes nodes away, which CLUSTER=current doesn't do."
base_image=$("$hack/images/base.sh")
before=$(traces)
environment=$("$clusters" up)
eval "$environment"
"$hack/cluster/load-image.sh" "$base_image"
deploy
expect_answers 4 "at first"
drain_a_node
lose_a_node
lose_the_api_server
"$clusters" down
if [ "$CLUSTER" = local ]; then
  expect_nothing_left "the cluster"
  crash_on_the_way_up 0.3 1.5 4
elif [ -z "${KIND_CLUSTER:-}" ]; then
  expect_nothing_left "the cluster"
  crash_on_the_way_up 3 15
fi
say "Smoke test passed."
