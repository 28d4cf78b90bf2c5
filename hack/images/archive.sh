#!/usr/bin/env bash
# Writes an image as the archive that `docker save` writes, which containerd and Kind import and Jib
# takes as a base. Nothing in it depends on when or where it was made: same input, same bytes.
# usage: archive.sh OUT.tar NAME CONFIG LAYER_FOLDER…
#   NAME    image reference, for example serval.local/jre:25
#   CONFIG  the `config` object of the image as JSON: User, Env, Entrypoint, Labels…
# A layer's files belong to root, whoever owns the folder.
set -euo pipefail
[ $# -ge 4 ] || { echo "usage: archive.sh OUT.tar NAME CONFIG LAYER_FOLDER…" >&2; exit 2; }
out=$1 name=$2 config=$3
shift 3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pack() { # out folder entry…
  local out=$1 folder=$2
  shift 2
  tar --create --file "$out" --directory "$folder" --format=gnu --sort=name --mtime=@0 \
    --owner=0 --group=0 --numeric-owner "$@"
}

architecture() {
  case $(uname -m) in x86_64) echo amd64 ;; aarch64) echo arm64 ;; *) uname -m ;; esac
}

join_quoted() {
  local joined
  joined=$(printf ',"%s"' "$@")
  echo "${joined:1}"
}

mkdir "$work/image"
digests=() layers=()
for folder in "$@"; do
  pack "$work/layer.tar" "$folder" .
  digest=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
  mv "$work/layer.tar" "$work/image/$digest.tar"
  digests+=("sha256:$digest") layers+=("$digest.tar")
done

printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
  "$(architecture)" "$config" "$(join_quoted "${digests[@]}")" >"$work/config"
image=$(sha256sum "$work/config" | cut -d' ' -f1)
mv "$work/config" "$work/image/$image.json"
printf '[{"Config":"%s.json","RepoTags":["%s"],"Layers":[%s]}]' "$image" "$name" "$(join_quoted "${layers[@]}")" \
  >"$work/image/manifest.json"

mkdir -p "$(dirname "$out")"
pack "$out.part" "$work/image" manifest.json "$image.json" "${layers[@]}"
mv "$out.part" "$out"
echo "sha256:$image"
