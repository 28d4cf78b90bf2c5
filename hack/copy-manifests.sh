#!/usr/bin/env bash
# Copies the manifests that the samples' builds generated beside their sources, where they are committed.
set -euo pipefail
cd "$(dirname "$0")/.."

for sample in samples/recsys samples/language; do
  cp "$sample/target/kubernetes/serveapplication.yaml" "$sample/serveapplication.yaml"
done
