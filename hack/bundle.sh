#!/usr/bin/env bash
# Writes deploy/serval-operator.yaml, what `kubectl apply` installs, from charts/serval-operator with
# its default values, and the namespace. It needs no cluster. usage: bundle.sh
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$hack/.."

bundle=deploy/serval-operator.yaml
namespace=serval-system

helm=$("$hack/helm.sh")
trap 'rm -f "$bundle.part"' EXIT
{
  cat <<YAML
# The operator of Serval with the definition of its resource:
#   kubectl apply --server-side -f $bundle
# Generated from charts/serval-operator by make generate; docs/operations.md tells how to change what is in it.
---
apiVersion: v1
kind: Namespace
metadata:
  name: $namespace
  labels:
    app.kubernetes.io/part-of: serval
    pod-security.kubernetes.io/enforce: restricted
YAML
  "$helm" template serval-operator charts/serval-operator --namespace "$namespace" --include-crds \
    --kube-version "$KUBERNETES_VERSION"
} >"$bundle.part"
mv "$bundle.part" "$bundle"
