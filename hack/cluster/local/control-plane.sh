# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. etcd, API server, controllers, scheduler and DNS, all on the machine `control-plane`.

start_etcd() {
  local clients=http://127.0.0.1:2379 peers=http://127.0.0.1:2380
  create_daemon control-plane etcd "$etcd_bin" --data-dir "$state/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls $clients --advertise-client-urls $clients \
    --listen-peer-urls $peers --initial-advertise-peer-urls $peers --initial-cluster default=$peers
}

start_api_server() {
  # Aggregated APIs and webhooks are called at their endpoints, since no kube-proxy runs beside it.
  create_daemon control-plane apiserver "$kubernetes_bin/kube-apiserver" \
    --etcd-servers=http://127.0.0.1:2379 --advertise-address="$control_plane_address" --secure-port=6443 \
    --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt" \
    --kubelet-client-certificate="$pki/apiserver-kubelet.crt" --kubelet-client-key="$pki/apiserver-kubelet.key" \
    --kubelet-certificate-authority="$pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --service-account-key-file="$pki/service-account.pub" --service-account-signing-key-file="$pki/service-account.key" \
    --service-account-issuer="https://kubernetes.default.svc.$domain" --service-cluster-ip-range="$service_range" \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --requestheader-client-ca-file="$pki/front-proxy-ca.crt" --requestheader-allowed-names=front-proxy-client \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group \
    --requestheader-username-headers=X-Remote-User --enable-aggregator-routing=true \
    --proxy-client-cert-file="$pki/front-proxy.crt" --proxy-client-key-file="$pki/front-proxy.key"
  wait_until 60 "the API server (see $state/log/apiserver.log)" kube get --raw /readyz
}

start_controllers() {
  local config=$state/controller-manager.kubeconfig
  create_daemon control-plane controller-manager "$kubernetes_bin/kube-controller-manager" \
    --kubeconfig="$config" --authentication-kubeconfig="$config" --authorization-kubeconfig="$config" \
    --service-account-private-key-file="$pki/service-account.key" --root-ca-file="$pki/ca.crt" \
    --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key" \
    --use-service-account-credentials=true --leader-elect=false --bind-address=127.0.0.1
  config=$state/scheduler.kubeconfig
  create_daemon control-plane scheduler "$kubernetes_bin/kube-scheduler" --leader-elect=false --bind-address=127.0.0.1 \
    --kubeconfig="$config" --authentication-kubeconfig="$config" --authorization-kubeconfig="$config"
}

start_dns() {
  cat >"$state/Corefile" <<CONFIG
.:53 {
  bind $control_plane_address
  ready 127.0.0.1:8181
  errors
  kubernetes $domain in-addr.arpa {
    kubeconfig $kubeconfig
    ttl 5
  }
}
CONFIG
  create_daemon control-plane coredns "$coredns_bin" -conf "$state/Corefile"
}
