#!/usr/bin/env bash
# Prints the home of a JDK 25 or newer: JAVA_HOME if it is one, else the first found in the usual folders.
set -euo pipefail

least=25

version_of() {
  [ -x "$1/bin/javac" ] || return 1
  "$1/bin/javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p'
}

candidates() {
  [ -n "${JAVA_HOME:-}" ] && echo "$JAVA_HOME"
  command -v javac >/dev/null && dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
  ls -d /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/jdk* /opt/java* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home 2>/dev/null || true
}

while read -r home; do
  version=$(version_of "$home") || continue
  if [ -n "$version" ] && [ "$version" -ge "$least" ]; then
    echo "$home"
    exit 0
  fi
done < <(candidates)

cat >&2 <<MESSAGE
Serval needs a JDK $least or newer, and none was found in JAVA_HOME, on the PATH or in the usual folders.
Install one, for example Eclipse Temurin $least (package temurin-$least-jdk) or openjdk-$least-jdk,
or set JAVA_HOME to the one you have.
MESSAGE
exit 1
