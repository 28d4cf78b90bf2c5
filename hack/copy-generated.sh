#!/usr/bin/env bash
# Copies what the builds generated to where it is committed: the resource definition and its
# reference (crds), the manifests of the samples (samples), or both when nothing is named.
set -euo pipefail
cd "$(dirname "$0")/.."

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(crds samples)
for part in "${parts[@]}"; do
  case "$part" in
    crds)
      mkdir -p crds/manifests docs/reference
      cp crds/generator/target/generated/*.yaml crds/manifests/
      cp crds/manifests/*.yaml charts/serval-operator/crds/
      cp crds/generator/target/generated/serveapplication.md docs/reference/
      ;;
    samples)
      for sample in samples/recsys samples/language; do
        cp "$sample/target/kubernetes/serveapplication.yaml" "$sample/serveapplication.yaml"
      done
      ;;
    *)
      echo "$part is not generated: name crds or samples" >&2
      exit 2
      ;;
  esac
done
