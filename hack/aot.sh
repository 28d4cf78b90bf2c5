#!/usr/bin/env bash
# Trains the JVM's cache of loaded classes and profiles (AOT cache) for a built application, once for each
# content. usage:
#   aot.sh APPLICATION REQUESTS FOLDER [JVM_FLAG…]
#     APPLICATION  target/quarkus-app
#     REQUESTS     file of requests, each line METHOD PATH [JSON]; lines with # are comments
#     FOLDER       where the cache is kept; the one of other contents is removed
#     JVM_FLAG     those that the application will be started with, besides -Xmx and the like
# From the environment:
#   JAVA  the Java program
#   AOT   0 for no cache
#   TRAINING_SECONDS  how long the application may take to start (180)
# Prints the cache's path. When training fails it says why, prints nothing, and succeeds: what is
# missing then is the cache alone.
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# -ge 3 ] || fail "usage: aot.sh APPLICATION REQUESTS FOLDER [JVM_FLAG…]"
application=$1 requests=$2 folder=$3
shift 3
java=${JAVA:-$("$hack/find-jdk.sh")/bin/java}
calls=1000
start_seconds=${TRAINING_SECONDS:-180}

# The JVM takes a cache only for the very jars it was made from, by size and time, and for its own build.
key() {
  {
    "$java" -version 2>&1
    stat --format '%s %Y' "$(dirname "$java")/../lib/modules"
    cat "$requests" "${BASH_SOURCE[0]}"
    printf '%s\n' "$@"
    cd "$application"
    find . -name '*.jar' -printf '%p %s %Ts\n' | LC_ALL=C sort
    find . -name '*.jar' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum | cut -c1-16
}

# All requests in turn, several at a time over kept connections, as a configuration of curl.
curl_config() { # base address
  local method path body i=0
  local -a lines
  mapfile -t lines < <(grep -vE '^[[:space:]]*(#|$)' "$requests")
  [ ${#lines[@]} -gt 0 ] || return 1
  for ((i = 0; i < calls; i++)); do
    read -r method path body <<<"${lines[i % ${#lines[@]}]}"
    [ "$i" = 0 ] || echo next
    printf 'url = "%s%s"\nrequest = "%s"\noutput = "/dev/null"\nwrite-out = "%%{http_code}\\n"\nsilent\nmax-time = 20\n' \
      "$1" "$path" "$method"
    [ -z "$body" ] || printf 'header = "Content-Type: application/json"\ndata = "%s"\n' \
      "$(sed 's/[\\"]/\\&/g' <<<"$body")"
  done
}

is_listening() {
  grep -q 'Listening on: http' "$work/log" || ! kill -0 "$jvm" 2>/dev/null
}

address() {
  sed -nE 's/.*Listening on: (http:[^ ]*[0-9]).*/\1/p' "$work/log" | head -1
}

# Stages call each other over the wire, though all are in one JVM: so one cache fits each of them.
train() { # JVM_FLAG…
  local url good setting
  local -a without=()
  # The application takes all variables of this name for its settings, those for scripts as well.
  while read -r setting; do without+=(-u "$setting"); done < <(compgen -e SERVAL_ || true)
  env ${without[@]+"${without[@]}"} "$java" "$@" -XX:AOTCacheOutput="$work/app.aot" -Xlog:aot=off -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 \
    -Dserval.local.wire=true -jar "$application/serval-run.jar" >"$work/log" 2>&1 &
  jvm=$!
  wait_until "$start_seconds" "the application" is_listening || return 1
  url=$(address)
  [ -n "$url" ] || return 1
  curl_config "$url" >"$work/curl" || return 1
  timeout 120 curl --no-progress-meter --parallel --parallel-max 16 --config "$work/curl" >"$work/statuses" 2>>"$work/log" || true
  good=$(grep -c '^2' "$work/statuses" || true)
  [ "$good" = "$calls" ] || say "Training: $good of $calls requests succeeded."
  [ "$good" -gt 0 ] || return 1
  curl -s -m 20 "$url/q/health" "$url/q/metrics" >/dev/null || true
  kill "$jvm"
  wait "$jvm" || true
  jvm=
  [ -s "$work/app.aot" ]
}

end_training() {
  [ -z "${jvm:-}" ] || kill -9 "$jvm" 2>/dev/null || true
  rm -rf "$work"
}

[ "${AOT:-1}" != 0 ] || exit 0
[ -f "$application/serval-run.jar" ] || fail "$application has no serval-run.jar: build it with this version of Serval"
[ -f "$requests" ] || exit 0
command -v curl >/dev/null || { say "No cache of loaded classes: curl is missing to train it."; exit 0; }
cache=$folder/$(key "$@").aot
if [ ! -s "$cache" ]; then
  work=$(mktemp -d)
  trap end_training EXIT
  say "Training the cache of loaded classes, once for these jars (half a minute; the next start takes it as it is)..."
  began=$SECONDS
  if train "$@"; then
    mkdir -p "$folder"
    rm -f "$folder"/*.aot
    mv "$work/app.aot" "$cache"
    say "Trained in $((SECONDS - began)) s: $cache, $(($(stat -c %s "$cache") / 1000000)) MB"
  else
    grep -vE 'INFO|^[[:space:]]+at |AOT' "$work/log" | tail -8 >&2 || true
    say "Training failed: the application starts without the cache, more slowly."
    exit 0
  fi
fi
echo "$cache"
