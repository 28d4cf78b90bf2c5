# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. What runs Kind's nodes as containers: Docker, nerdctl or Podman. It is remembered with the
# cluster, since Kind looking at another one would find nothing to delete.

provider_record=$cache/kind/provider

# Named in the environment, else the one that the cluster was made with, else as Kind itself chooses.
find_provider() {
  provider=${KIND_EXPERIMENTAL_PROVIDER:-$(cat "$provider_record" 2>/dev/null || first_provider)}
  [ -n "$provider" ] || fail "Kind needs Docker, Podman or nerdctl, and none is on the PATH."
  command -v "$provider" >/dev/null || fail "KIND_EXPERIMENTAL_PROVIDER=$provider, but $provider is not on the PATH."
  local problem
  problem=$("$provider" ps --quiet 2>&1 >/dev/null) || fail "$provider doesn't work here:" "$problem"
  export KIND_EXPERIMENTAL_PROVIDER=$provider
}

# A `docker` that is Podman's doesn't call itself Docker.
first_provider() {
  if docker --version 2>/dev/null | grep -q '^Docker version'; then echo docker
  elif command -v nerdctl >/dev/null; then echo nerdctl
  elif command -v podman >/dev/null; then echo podman
  fi
}

remember_provider() { echo "$provider" >"$provider_record"; }
forget_provider() { rm -f "$provider_record"; }
