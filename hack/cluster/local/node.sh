# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. A node: containerd, kubelet and kube-proxy on a machine of its own.

create_node() { # number
  local node=node$1 etc
  etc=$state/machines/$node/etc
  mkdir -p "$etc/cni" "$state/machines/$node/lib/kubelet"
  create_certificate "$node" ca "/CN=system:node:$node/O=system:nodes" "DNS:$node,IP:$(node_address "$1"),IP:127.0.0.1"
  create_kubeconfig "$etc/kubelet.kubeconfig" "$node"
  : >"$etc/resolv.conf"
  write_containerd_config "$etc"
  write_pod_network "$etc" "$1"
  write_kubelet_config "$etc" "$node"
  write_proxy_config "$etc"
}

containerd_socket() { # node
  echo "$state/machines/$1/run/containerd/containerd.sock"
}

start_node() { # number
  local node=node$1 etc=$state/machines/node$1/etc
  create_daemon "$node" "containerd-$node" containerd --config "$etc/containerd.toml"
  wait_until 20 "containerd of $node (see $state/log/containerd-$node.log)" ctr -a "$(containerd_socket "$node")" version
  ctr -a "$(containerd_socket "$node")" -n k8s.io images import "$state/pause.tar" >/dev/null
  create_daemon "$node" "kubelet-$node" "$kubernetes_bin/kubelet" --config "$etc/kubelet.yaml" \
    --kubeconfig "$etc/kubelet.kubeconfig" --hostname-override "$node" --node-ip "$(node_address "$1")" \
    --node-labels "topology.kubernetes.io/zone=zone$1"
  create_daemon "$node" "proxy-$node" "$kubernetes_bin/kube-proxy" --config "$etc/proxy.yaml" --hostname-override "$node"
}

# restrict_oom_score_adj: where we lack CAP_SYS_RESOURCE no sandbox would start otherwise.
# An overlay can't lie on an overlay, which is what a container's root is.
write_containerd_config() { # folder
  local snapshotter=overlayfs
  [ "$(stat -f -c %T "$state")" != overlayfs ] || snapshotter=native
  cat >"$1/containerd.toml" <<TOML
version = 2
disabled_plugins = ["io.containerd.internal.v1.opt"]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$pause_image"
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$1/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$snapshotter"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
TOML
}

# A link per pod and no bridge: all traffic between pods is routed, so that answers pass where
# kube-proxy rewrote the question, on kernels without netfilter on bridges too.
write_pod_network() { # folder number
  cat >"$1/cni/10-pods.conflist" <<JSON
{"cniVersion": "1.0.0", "name": "pods", "plugins": [
  {"type": "ptp", "ipMasq": false, "ipam": {"type": "host-local", "ranges": [[{"subnet": "$(pod_subnet "$2")"}]],
    "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
JSON
}

write_kubelet_config() { # folder node
  cat >"$1/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $pki/$2.crt
tlsPrivateKeyFile: $pki/$2.key
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup/$2
failCgroupV1: false
failSwapOn: false
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
clusterDNS: [$control_plane_address]
clusterDomain: $domain
resolvConf: $1/resolv.conf
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, nodefs.inodesFree: 1%, imagefs.available: 1%}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
serializeImagePulls: false
YAML
}

# The limits of connection tracking are the host's: left alone.
write_proxy_config() { # folder
  cat >"$1/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $state/proxy.kubeconfig}
mode: iptables
clusterCIDR: $pod_range
conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
YAML
}
