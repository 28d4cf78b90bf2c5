#!/usr/bin/env bash
# Builds upstream binaries from their Go modules, once: each module's are kept in a folder of the
# cache that is named by the hash of its module file. usage:
#   build.sh              builds what is missing of everything
#   build.sh NAME…        the same for these binaries
#   build.sh --folder M   prints the folder of module M (kubernetes, coredns, etcd, pause, metrics-server, helm)
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

# name, module, package, minutes on two cores. The first of a module compiles what the others share.
catalogue() {
  cat <<TABLE
kube-apiserver kubernetes k8s.io/kubernetes/cmd/kube-apiserver 4
kube-controller-manager kubernetes k8s.io/kubernetes/cmd/kube-controller-manager 1
kube-scheduler kubernetes k8s.io/kubernetes/cmd/kube-scheduler 1
kubelet kubernetes k8s.io/kubernetes/cmd/kubelet 1
kube-proxy kubernetes k8s.io/kubernetes/cmd/kube-proxy 1
kubectl kubernetes k8s.io/kubernetes/cmd/kubectl 1
coredns coredns . 1
etcd etcd go.etcd.io/etcd/server/v3 1
pause pause . 1
metrics-server metrics-server sigs.k8s.io/metrics-server/cmd/metrics-server 2
helm helm helm.sh/helm/v3/cmd/helm 3
TABLE
}

entry() {
  catalogue | awk -v name="$1" '$1 == name' | grep . \
    || fail "Unknown binary $1. Known: $(catalogue | awk '{printf "%s ", $1}')"
}

# The folder of sources: the committed one, or for another Kubernetes version one made in the cache.
sources_of() {
  local committed=$hack/binaries/$1
  if [ "$1" != kubernetes ] || grep -q "k8s.io/kubernetes v$KUBERNETES_VERSION\\>" "$committed/go.mod"; then
    echo "$committed"
    return
  fi
  local made=$cache/modules/kubernetes-$KUBERNETES_VERSION
  [ -f "$made/go.sum" ] || "$hack/binaries/kubernetes-module.sh" "$KUBERNETES_VERSION" "$made" >&2
  echo "$made"
}

folder_of() {
  local sources hash
  sources=$(sources_of "$1")
  hash=$(shopt -s nullglob; cd "$sources"; LC_ALL=C; cat go.mod ./*.go | sha256sum | cut -c1-12)
  echo "$cache/binaries/$1-$hash"
}

require_go() {
  local have
  command -v go >/dev/null || fail "Go $GO_LEAST or newer is needed to build Kubernetes' binaries, and none is on the PATH." \
    "Debian 13: apt-get install golang-go. Debian 12: the same from bookworm-backports. Others: https://go.dev/dl/"
  have=$(go env GOVERSION | sed -E 's/^go([0-9]+\.[0-9]+).*/\1/')
  [ "$(printf '%s\n' "$GO_LEAST" "$have" | sort -V | head -1)" = "$GO_LEAST" ] && return
  fail "Go $GO_LEAST or newer is needed to build Kubernetes' binaries; $(command -v go) is $have." \
    "Go 1.21 and newer fetch it themselves with: export GOTOOLCHAIN=go$GO_LEAST.0+auto"
}

# Without these they call themselves v0.0.0.
version_flags() {
  local package flags="-s -w"
  case $1 in
    kubernetes)
      for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
        flags+=" -X $package.gitVersion=v$KUBERNETES_VERSION -X $package.gitMajor=$(cut -d. -f1 <<<"$KUBERNETES_VERSION")"
        flags+=" -X $package.gitMinor=$(cut -d. -f2 <<<"$KUBERNETES_VERSION")"
      done
      ;;
    metrics-server) flags+=" -X k8s.io/component-base/version.gitVersion=$(module_version metrics-server sigs.k8s.io/metrics-server)" ;;
    helm) flags+=" -X helm.sh/helm/v3/internal/version.version=$(module_version helm helm.sh/helm/v3)" ;;
  esac
  echo "$flags"
}

module_version() { # folder module
  awk -v module="$2" '$1 == module {print $2}' "$hack/binaries/$1/go.mod"
}

build() { # name module package
  local folder target
  folder=$(folder_of "$2") target=$folder/$1
  mkdir -p "$folder"
  (cd "$(sources_of "$2")" && CGO_ENABLED=0 GOWORK=off GOFLAGS='-mod=readonly -buildvcs=false' \
    go build -trimpath -ldflags "$(version_flags "$2")" -o "$target.part" "$3") >&2
  mv "$target.part" "$target"
}

# Prints the entries of those that aren't built.
missing() { # name…
  local name module rest
  for name in "$@"; do
    read -r name module rest < <(entry "$name")
    [ -x "$(folder_of "$module")/$name" ] || echo "$name $module $rest"
  done
}

build_missing() { # name…
  local entry name module package minutes todo total=0 done=0
  mapfile -t todo < <(missing "$@")
  [ ${#todo[@]} -gt 0 ] || return 0
  require_go
  for entry in "${todo[@]}"; do total=$((total + ${entry##* })); done
  say "Building ${#todo[@]} binaries from their Go modules, once: about $total min on two cores. Kept in $cache/binaries"
  SECONDS=0
  for entry in "${todo[@]}"; do
    read -r name module package minutes <<<"$entry"
    done=$((done + 1))
    say "  $done of ${#todo[@]}: $name (about $minutes min; $((SECONDS / 60)) min so far)"
    build "$name" "$module" "$package"
  done
  say "  built in $SECONDS s"
}

if [ "${1:-}" = --folder ]; then
  folder_of "$2"
  exit
fi
mapfile -t every < <(catalogue | awk '{print $1}')
[ $# -gt 0 ] && names=("$@") || names=("${every[@]}")
for name in "${names[@]}"; do entry "$name" >/dev/null; done
# Who needs nothing doesn't wait for others.
[ -n "$(missing "${names[@]}")" ] || exit 0
mkdir -p "$cache"
exec 8>"$cache/binaries.lock"
flock --nonblock 8 || { say "Another build is running; waiting for it."; flock 8; }
build_missing "${names[@]}"
