#!/usr/bin/env bash
# Prints a folder with the API server that controller tests run against, laid out as Fabric8's
# kube-api-test expects its download: k8s/VERSION-linux-ARCH/{kube-apiserver,etcd,kubectl}, and beside
# them kube-controller-manager, whose controller of HorizontalPodAutoscalers one of the tests runs.
# What is missing is built first, once; messages go to stderr.
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build=$hack/binaries/build.sh

"$build" kube-apiserver kube-controller-manager kubectl etcd
case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *) fail "Controller tests run on amd64 and arm64; this machine is $(uname -m)." ;;
esac

base=$cache/api-server
folder=$base/k8s/$KUBERNETES_VERSION-linux-$architecture
kubernetes=$("$build" --folder kubernetes)
etcd=$("$build" --folder etcd)
mkdir -p "$folder"
# Hard links cost no disk; moved into place, since a test may be running the old ones.
for binary in "$kubernetes"/kube-{apiserver,controller-manager} "$kubernetes/kubectl" "$etcd/etcd"; do
  target=$folder/$(basename "$binary")
  [ "$binary" -ef "$target" ] && continue
  ln -f "$binary" "$target.part" && mv -f "$target.part" "$target"
done
echo "$base"
