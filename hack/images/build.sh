#!/usr/bin/env bash
# Makes the images of built applications, as archives in target/images or in a registry. usage:
#   build.sh [NAME…]    recsys, language, quickstart, operator; all that are built when none is named.
#                       workshop, the application of the scenarios, has to be named
# From the environment:
#   BASE_IMAGE   a Java 25 image of a registry, or tar://FILE (default: made here by base.sh)
#   REGISTRY     pushes to it instead of writing archives, for example registry.example/team
#   IMAGE_SOURCES
#                another folder with a built version of this project; the archives go to its target/images
#   IMAGE_TAG    instead of the version
#   AOT          0 leaves the JVM's cache of loaded classes out
#   IMAGE_FLAGS  more for the builder, for example --insecure
# No registry is contacted unless BASE_IMAGE or REGISTRY names one.
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$hack/.."

builder=runtime/image/target/serval-image.jar
sources=${IMAGE_SOURCES:+$IMAGE_SOURCES/}

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
    echo "serval-operator:$(sed -nE 's|^  <version>(.*)</version>|\1|p' "${sources}pom.xml")"
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

# The Java that a base made here has; nothing if the base is another one.
java_of_base() {
  local archive=${base#tar://} folder=target/image-cache/java layer
  [ "$archive" != "$base" ] && [ -f "$archive" ] || return 0
  folder=$folder/$(sha256sum "$archive" | cut -c1-16)
  if [ ! -x "$folder/opt/java/bin/java" ]; then
    rm -rf "${folder%/*}"
    mkdir -p "$folder"
    tar -xOf "$archive" manifest.json | grep -oE '"[^"]*\.tar"' | tr -d '"' | while read -r layer; do
      tar -xOf "$archive" "$layer" | tar -x -C "$folder" ./opt/java 2>/dev/null || true
    done
  fi
  [ ! -x "$folder/opt/java/bin/java" ] || echo "$PWD/$folder/opt/java/bin/java"
}

# A cache is bound to the jars' times, so it is trained on a copy that has those of the image: a second
# after the epoch, as Jib sets them. The flags are those of runtime/image.
cache_of() { # image module
  local copy=target/image-cache/aot/$1
  [ "${AOT:-1}" != 0 ] && [ -f "$2/training.txt" ] || return 0
  if [ -z "$base_java" ]; then
    say "$1: no cache of loaded classes, since the base's Java is not at hand to train it"
    return 0
  fi
  rm -rf "$copy/app"
  mkdir -p "$copy"
  cp -r "$2/target/quarkus-app" "$copy/app"
  find "$copy/app" -exec touch -d @1 {} +
  JAVA=$base_java "$hack/aot.sh" "$copy/app" "$2/training.txt" "$copy" -Xms32m -Xmx256m -XX:+UseSerialGC \
    --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
}

build() { # image
  local image=$1 module name ports=(--port 8000 --port 9400) target cache
  module=$sources$(module_of "$image")
  is_built "$module" || fail "$module is not built: make build"
  name=$(name_of "$image" "$module")
  [ -n "$name" ] || fail "$module has no image in target/kubernetes/serveapplication.yaml"
  [ -z "${IMAGE_TAG:-}" ] || name=${name%:*}:$IMAGE_TAG
  [ "$image" != operator ] || ports=(--port 8080 --port 9443)
  if [ -n "${REGISTRY:-}" ]; then
    name=$REGISTRY/$name target=(--push)
  else
    target=(--out "${sources}target/images/$image.tar")
  fi
  cache=$(cache_of "$image" "$module")
  # shellcheck disable=SC2086 # IMAGE_FLAGS are several words
  "$java" -Xmx256m -XX:+UseSerialGC -jar "$builder" --application "$module/target/quarkus-app" --name "$name" \
    --base "$base" "${target[@]}" "${ports[@]}" --label org.opencontainers.image.licenses=Apache-2.0 \
    --cache target/image-cache ${cache:+--aot-cache "$cache"} ${IMAGE_FLAGS:-}
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
base_java=$(java_of_base)
for image in "${images[@]}"; do build "$image"; done
