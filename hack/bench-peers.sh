#!/usr/bin/env bash
# Compares with Ray Serve and BentoML: installs them into a virtual environment of their own and
# runs the load harness over them and plain Quarkus. Arguments go to the harness, for example
#   hack/bench-peers.sh --shapes noop,echo --rounds 1
# Set PYTHON to a Python 3.10-3.12 if python3 isn't one. They take about 540 MB of disk.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
module="$root/bench/load"
venv="${BENCH_PEERS_VENV:-$module/target/peers-venv}"
harness="$module/target/bench-load.jar"

if [ ! -f "$harness" ] || [ ! -f "$module/quarkus-peer/target/quarkus-app/quarkus-run.jar" ]; then
  echo "The harness isn't built. Build it with: mvn package -DskipTests -pl bench/load,bench/load/quarkus-peer -am" >&2
  exit 2
fi

python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))'; then
  echo "Ray and BentoML need Python 3.10 to 3.12; set PYTHON to one." >&2
  exit 2
fi

# Installed anew when the versions asked for change.
if ! cmp -s "$module/peers/requirements.txt" "$venv/requirements.txt"; then
  echo "Installing the Python peers into $venv (minutes, once)" >&2
  "$python" -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --requirement "$module/peers/requirements.txt"
  cp "$module/peers/requirements.txt" "$venv/requirements.txt"
fi

export RAY_USAGE_STATS_ENABLED=0 BENTOML_DO_NOT_TRACK=true
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
exec "$java" -jar "$harness" \
  --python "$venv/bin/python" --systems serval,quarkus,ray,ray-opt,bentoml "$@"
