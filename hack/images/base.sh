#!/usr/bin/env bash
# Makes the base of Serval's images where there is no image registry: a Java run-time by jlink over
# Debian's libraries, in two layers, user 65532, no shell. usage: base.sh [OUT.tar]
# Prints the file and, on stderr, the image's digest. Jib takes it as `tar://FILE`.
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

name=${SERVAL_BASE_IMAGE:-serval.local/jre:25}
out=${1:-$cache/images/base-jre.tar}

packages=(base-files netbase tzdata ca-certificates libc6 libgcc-s1 libstdc++6 zlib1g)

# What Quarkus, Netty, Fory and the drivers beside them use, and jcmd, since there is no shell to look around with.
modules=(
  java.base java.desktop java.instrument java.logging java.management java.naming java.net.http java.rmi
  java.scripting java.security.jgss java.security.sasl java.sql java.transaction.xa java.xml
  jdk.attach jdk.crypto.cryptoki jdk.jcmd jdk.jfr jdk.management jdk.net jdk.security.auth jdk.unsupported jdk.zipfs
)

download_packages() { # folder
  local problem
  mkdir -p "$1"
  if ! problem=$(cd "$1" && apt-get download -qq "${packages[@]}" 2>&1); then
    [ "${INSTALL_PACKAGES:-}" = 1 ] && [ "$(id -u)" = 0 ] && apt-get update -qq >&2 \
      && (cd "$1" && apt-get download -qq "${packages[@]}" >&2) && return
    fail "$problem" "apt-get could not download the base image's packages. Run: apt-get update"
  fi
}

# The control files go where image scanners look for them in images without dpkg.
unpack_package() { # file root
  local package
  package=$(dpkg-deb --field "$1" Package)
  dpkg-deb --extract "$1" "$2"
  mkdir -p "$2/var/lib/dpkg/status.d"
  dpkg-deb --field "$1" >"$2/var/lib/dpkg/status.d/$package"
}

# What the packages' installation scripts would have written.
complete_debian() { # root
  local root=$1 certificate
  rm -rf "$root"/usr/share/{man,locale,lintian,bug,info,common-licenses,base-files,doc-base}
  find "$root/usr/share/doc" -mindepth 1 ! -type d ! -name copyright -delete
  find "$root/usr/share/doc" -mindepth 1 -type d -empty -delete
  mkdir -p "$root"/etc/ssl/certs "$root"/{tmp,work,home/serval}
  chmod 1777 "$root/tmp"
  while read -r certificate; do
    cat "$certificate"
    echo
  done < <(find "$root/usr/share/ca-certificates" -name '*.crt' | LC_ALL=C sort) >"$root/etc/ssl/certs/ca-certificates.crt"
  printf '%s\n' 'root:x:0:0:root:/root:/nonexistent' 'serval:x:65532:65532:serval:/home/serval:/nonexistent' >"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'serval:x:65532:' >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
  echo Etc/UTC >"$root/etc/timezone"
  ln -sf /usr/share/zoneinfo/Etc/UTC "$root/etc/localtime"
}

make_debian_layer() { # root
  local file
  say "Base image: Debian's ${packages[*]}"
  download_packages "$work/packages"
  for file in "$work"/packages/base-files_*.deb "$work"/packages/*.deb; do
    unpack_package "$file" "$1"
  done
  complete_debian "$1"
}

make_java_layer() { # root
  local jdk
  jdk=$("$hack/find-jdk.sh")
  say "Base image: Java run-time from $jdk"
  mkdir -p "$1/opt"
  "$jdk/bin/jlink" --add-modules "$(IFS=,; echo "${modules[*]}")" --output "$1/opt/java" \
    --strip-debug --no-man-pages --no-header-files --compress=zip-0 >&2
  # Archives of the run-time's own classes, for both layouts of objects. The collector is named, since the
  # default depends on the machine and so would the bytes.
  "$1/opt/java/bin/java" -Xshare:dump -Xlog:disable -XX:+UseG1GC >&2
  "$1/opt/java/bin/java" -Xshare:dump -Xlog:disable -XX:+UseG1GC -XX:+UseCompactObjectHeaders >&2
}

image_config() {
  cat <<JSON | tr -d '\n'
{"User":"65532:65532","WorkingDir":"/work",
"Env":["PATH=/opt/java/bin:/usr/bin:/bin","JAVA_HOME=/opt/java","LANG=C.UTF-8","SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"],
"Entrypoint":["/opt/java/bin/java"],
"Labels":{"org.opencontainers.image.title":"Serval base: Java run-time over Debian's libraries"}}
JSON
}

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || fail "The base image is made from Debian's packages: $tool is missing." \
    "On other systems build images on a public Java 25 image instead."
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
mkdir -p "$work/debian" "$work/java"
make_debian_layer "$work/debian"
make_java_layer "$work/java"
digest=$("$hack/images/archive.sh" "$out" "$name" "$(image_config)" "$work/debian" "$work/java")
say "Base image $name: $digest, $(($(stat -c %s "$out") / 1000000)) MB"
echo "$out"
