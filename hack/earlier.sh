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
jdk=$("$hack/find-jdk.sh")

if [ ! -f "$folder/target/built" ]; then
  say "Building $1 ($commit), once..."
  rm -rf "$folder"
  mkdir -p "$folder"
  git archive "$commit" | tar -x -C "$folder"
  # shellcheck disable=SC2086 # MVNFLAGS are several words
  (cd "$folder" && JAVA_HOME=$jdk mvn -B -ntp ${MVNFLAGS:-} -q package -DskipTests -Dspotless.check.skip=true \
    -pl operator/app,samples/recsys -am) >&2
  IMAGE_SOURCES=$folder IMAGE_TAG=earlier AOT=0 REGISTRY="" "$hack/images/build.sh" operator recsys >&2
  touch "$folder/target/built"
fi
echo "$folder"
