# shellcheck shell=bash disable=SC2034,SC2154
# Sourced by the scripts of this folder: words to the user, where things are kept, what is missing.
# Messages go to stderr, so that stdout can be read by another command.

hack="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=hack/versions.sh
. "$hack/versions.sh"

cache="${XDG_CACHE_HOME:-$HOME/.cache}/serval"

say() {
  printf '%s\n' "$*" >&2
}

# Every argument is a line.
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

missing_packages=()
missing_commands=()

# need COMMAND PACKAGE: notes both when the command, or the file if it is a path, is missing.
need() {
  command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] && return 0
  missing_commands+=("$1")
  case " ${missing_packages[*]} " in *" $2 "*) ;; *) missing_packages+=("$2") ;; esac
}

# Installs what `need` noted if INSTALL_PACKAGES=1 and we are root; else says how and fails.
provide_needed() {
  [ ${#missing_packages[@]} -gt 0 ] || return 0
  if [ "${INSTALL_PACKAGES:-}" = 1 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing Debian packages: ${missing_packages[*]}"
    install_packages "${missing_packages[@]}" || fail "apt-get could not install: ${missing_packages[*]}"
    missing_packages=() missing_commands=()
    return 0
  fi
  fail "Missing: ${missing_commands[*]}" "Install with:" \
    "  apt-get update && apt-get install -y --no-install-recommends ${missing_packages[*]}" \
    "or, as root, set INSTALL_PACKAGES=1 and it is done for you."
}

# Daemons that a package brings aren't started meanwhile: the cluster starts its own.
install_packages() (
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  output=$(apt-get update -qq 2>&1 && apt-get install -y -qq --no-install-recommends "$@" 2>&1) || {
    say "$output"
    return 1
  }
)

# wait_until SECONDS WHAT COMMAND…: polls; fails naming what it waited for.
wait_until() {
  local seconds=$1 what=$2 start=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $((SECONDS - start)) -lt "$seconds" ] || {
      say "Gave up after $seconds s waiting for $what. Last try: $*"
      return 1
    }
    sleep 0.1
  done
}
