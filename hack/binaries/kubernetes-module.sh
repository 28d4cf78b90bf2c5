#!/usr/bin/env bash
# Writes the module file that builds Kubernetes' binaries. usage: kubernetes-module.sh VERSION FOLDER
# After changing KUBERNETES_VERSION in hack/versions.sh:
#   hack/binaries/kubernetes-module.sh 1.35.0 hack/binaries/kubernetes
# Kubernetes' own `replace`s of its staging modules don't count for a module that imports it, so they are repeated here.
set -euo pipefail
[ $# = 2 ] || { echo "usage: kubernetes-module.sh VERSION FOLDER" >&2; exit 2; }
version=$1
mkdir -p "$2"
cd "$2"
staging=v0.${version#1.}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

printf 'module scratch\n' >"$scratch/go.mod"
upstream=$(cd "$scratch" && go mod download -json "k8s.io/kubernetes@v$version" | sed -nE 's/^\s*"GoMod": "(.*)",?$/\1/p')
[ -f "$upstream" ] || { echo "Kubernetes $version could not be fetched as a Go module." >&2; exit 1; }

{
  printf 'module serval/hack/binaries/kubernetes\n\n'
  grep -E '^go [0-9.]+$' "$upstream"
  printf '\ntool (\n'
  printf '\tk8s.io/kubernetes/cmd/%s\n' kube-apiserver kube-controller-manager kube-proxy kube-scheduler kubectl kubelet
  printf ')\n\nrequire k8s.io/kubernetes v%s\n\nreplace (\n' "$version"
  sed -nE "s#^\s*(k8s.io/[a-z0-9-]+) => ./staging/.*#\t\1 => \1 $staging#p" "$upstream"
  printf ')\n'
} >go.mod
rm -f go.sum
go mod tidy
