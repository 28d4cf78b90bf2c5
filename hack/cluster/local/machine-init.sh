#!/usr/bin/env bash
# The first process of a machine of the local cluster, in its own mount, network and process
# namespaces: makes the folders private that daemons have fixed places in, then waits as `pause`.
# usage: machine-init.sh FOLDER PAUSE
set -euo pipefail
folder=$1 pause=$2

# Pods' volumes have to spread between kubelet and containerd, but never to the host.
mount --make-rprivate /
mount --make-rshared /
mount --bind "$folder/run" /run
mount --bind "$folder/lib" /var/lib
mount --bind "$folder/log" /var/log
hostname "$(basename "$folder")"
touch "$folder/ready"
exec "$pause"
