#!/usr/bin/env bash
# Makes the operator's and the recommender's images of an earlier version of this project, to upgrade from.
# usage: earlier.sh REF   prints the folder with its bundle (deploy/) and its images (target/images),
# which are named serval-operator:earlier and serval-sample-recsys:earlier
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# = 1 ] || fail "usage: earlier.sh REF"
cd "$hack/.."

commit=$(git rev-parse --verify --quiet "$1^{commit}") || fail "$1 is no version that git knows"
folder=$PWD/target/earlier/$commit
builder=$PWD/runtime/image/target/serval-image.jar
base=$cache/images/base-jre.tar
[ -f "$builder" ] && [ -f "$base" ] || fail "there are no images of this version: make images"

if [ ! -f "$folder/target/images/recsys.tar" ]; then
  say "building $1 ($commit)"
  rm -rf "$folder"
  mkdir -p "$folder/target/images"
  git archive "$commit" | tar -x -C "$folder"
  # shellcheck disable=SC2086 # MVNFLAGS are several words
  (cd "$folder" && mvn -B -ntp ${MVNFLAGS:-} -q package -DskipTests -Dspotless.check.skip=true -pl operator/app,samples/recsys -am) >&2
  image() { # module, name, archive, ports…
    "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -jar "$builder" --application "$folder/$1/target/quarkus-app" --name "$2:earlier" \
      --base "tar://$base" --out "$folder/target/images/$3.tar" "${@:4}" --cache target/image-cache >&2
  }
  image operator/app serval-operator operator --port 8080 --port 9443
  image samples/recsys serval-sample-recsys recsys --port 8000 --port 9400
fi
echo "$folder"
