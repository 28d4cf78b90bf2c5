# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. The versions that aren't in a module file.

# Kubernetes, everywhere: local cluster, API server of the controller tests, kubectl.
KUBERNETES_VERSION=${KUBERNETES_VERSION:-1.34.4}

# The least Go that builds it.
GO_LEAST=1.24

# Kind's node image. Kind supports an image with the release that it was built for: this one is v0.33.0's.
KIND_VERSION=0.33.0
KIND_NODE_IMAGE=${KIND_NODE_IMAGE:-kindest/node:v1.34.11@sha256:44e222ee2132dab25ff87301682f89eb82c7880ea3a1bf543bfe9708fd08d67d}
