#!/usr/bin/env bash
# Makes the images of built applications, as archives in target/images or in a registry. usage:
#   build.sh [NAME…]    recsys, language, quickstart, operator; all that are built when none is named.
#                       workshop, the application of the scenarios, has to be named
# From the environment:
#   BASE_IMAGE   a Java 25 image of a registry, or tar://FILE (default: made here by base.sh)
#   REGISTRY     pushes to it instead of writing archives, for example registry.example/team
#   IMAGE_FLAGS  more for the builder, for example --insecure
# No registry is contacted unless BASE_IMAGE or REGISTRY names one.
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$hack/.."

builder=runtime/image/target/serval-image.jar

module_of() {
  case $1 in
    operator) echo operator/app ;;
    workshop) echo e2e/application ;;
    *) echo "samples/$1" ;;
  esac
}

# Samples have their image's name in their manifest, so that it can be applied as it is.
name_of() { # image module
  if [ "$1" = operator ]; then
    echo "serval-operator:$(sed -nE 's|^  <version>(.*)</version>|\1|p' pom.xml)"
  else
    sed -nE 's/^  image: //p' "$2/target/kubernetes/serveapplication.yaml"
  fi
}

is_built() { # module
  [ -f "$1/target/quarkus-app/quarkus-run.jar" ]
}

# Made again when the way of making it changed.
base_image() {
  local archive=$cache/images/base-jre.tar
  if [ -n "${BASE_IMAGE:-}" ]; then
    echo "$BASE_IMAGE"
  else
    [ "$archive" -nt "$hack/images/base.sh" ] || "$hack/images/base.sh" "$archive" >/dev/null
    echo "tar://$archive"
  fi
}

build() { # image
  local image=$1 module name ports=(--port 8000 --port 9400) target
  module=$(module_of "$image")
  is_built "$module" || fail "$module is not built: make build"
  name=$(name_of "$image" "$module")
  [ -n "$name" ] || fail "$module has no image in target/kubernetes/serveapplication.yaml"
  [ "$image" != operator ] || ports=(--port 8080)
  if [ -n "${REGISTRY:-}" ]; then
    name=$REGISTRY/$name target=(--push)
  else
    target=(--out "target/images/$image.tar")
  fi
  # shellcheck disable=SC2086 # IMAGE_FLAGS are several words
  "$java" -Xmx256m -XX:+UseSerialGC -jar "$builder" --application "$module/target/quarkus-app" --name "$name" \
    --base "$base" "${target[@]}" "${ports[@]}" --label org.opencontainers.image.licenses=Apache-2.0 \
    --cache target/image-cache ${IMAGE_FLAGS:-}
}

images=("$@")
if [ ${#images[@]} -eq 0 ]; then
  for image in recsys language quickstart operator; do
    ! is_built "$(module_of "$image")" || images+=("$image")
  done
fi
[ ${#images[@]} -gt 0 ] || fail "Nothing is built: make build"
[ -f "$builder" ] || fail "$builder is missing: make build"
java=$("$hack/find-jdk.sh")/bin/java
base=$(base_image)
for image in "${images[@]}"; do build "$image"; done
