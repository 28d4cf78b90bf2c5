#!/usr/bin/env bash
# Makes the operator's and the recommender's images of an earlier version of this project, to upgrade from.
# The applications are built as that version does it, the images of them by this one's builder.
# usage: earlier.sh REF   prints the folder with that version and its images (target/images), which
#                         are named serval-operator:earlier and serval-sample-recsys:earlier
# From the environment:
#   BASE_IMAGE  as for images/build.sh
#   MVNFLAGS    more for Maven, for example -o
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# = 1 ] || fail "usage: earlier.sh REF"
cd "$hack/.."

commit=$(git rev-parse --verify --quiet "$1^{commit}") || fail "git knows no version $1"
folder=$PWD/target/earlier/$commit
builder=$PWD/runtime/image/target/serval-image.jar
base=${BASE_IMAGE:-tar://$cache/images/base-jre.tar}
[ -f "$builder" ] || fail "$builder is missing: make images"
jdk=$("$hack/find-jdk.sh")

image() { # module, name, archive, ports…
  "$jdk/bin/java" -Xmx256m -XX:+UseSerialGC -jar "$builder" --application "$folder/$1/target/quarkus-app" --name "$2:earlier" \
    --base "$base" --out "$folder/target/images/$3.tar" "${@:4}" --cache target/image-cache >&2
}

if [ ! -f "$folder/target/built" ]; then
  say "Building $1 ($commit), once..."
  rm -rf "$folder"
  mkdir -p "$folder/target/images"
  git archive "$commit" | tar -x -C "$folder"
  # shellcheck disable=SC2086 # MVNFLAGS are several words
  (cd "$folder" && JAVA_HOME=$jdk mvn -B -ntp ${MVNFLAGS:-} -q package -DskipTests -Dspotless.check.skip=true \
    -pl operator/app,samples/recsys -am) >&2
  image operator/app serval-operator operator --port 8080 --port 9443
  image samples/recsys serval-sample-recsys recsys --port 8000 --port 9400
  touch "$folder/target/built"
fi
echo "$folder"
