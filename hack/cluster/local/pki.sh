# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. Certificates and kubeconfig files. Elliptic curves, because RSA keys take seconds to make.

pki=$state/pki
new_key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)

create_authority() { # name
  openssl req -x509 "${new_key[@]}" -days 30 -keyout "$pki/$1.key" -out "$pki/$1.crt" -subj "/CN=$1" 2>/dev/null
}

create_certificate() { # file authority subject [alternative names]
  local extensions="keyUsage=digitalSignature,keyEncipherment
extendedKeyUsage=clientAuth,serverAuth"
  [ -z "${4:-}" ] || extensions+="
subjectAltName=$4"
  openssl req "${new_key[@]}" -keyout "$pki/$1.key" -out "$pki/$1.csr" -subj "$3" 2>/dev/null
  openssl x509 -req -in "$pki/$1.csr" -CA "$pki/$2.crt" -CAkey "$pki/$2.key" -CAcreateserial -days 30 \
    -out "$pki/$1.crt" -extfile <(echo "$extensions") 2>/dev/null
}

# Whole in itself, so that it can be copied.
create_kubeconfig() { # file certificate
  install -m 600 /dev/null "$1"
  cat >"$1" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: serval-local
  cluster: {server: "https://$control_plane_address:6443", certificate-authority-data: $(base64 -w0 "$pki/ca.crt")}
users:
- name: user
  user: {client-certificate-data: $(base64 -w0 "$pki/$2.crt"), client-key-data: $(base64 -w0 "$pki/$2.key")}
contexts:
- name: serval-local
  context: {cluster: serval-local, user: user}
current-context: serval-local
YAML
}

# RSA, as in Kind: without Bouncy Castle, Fabric8's client takes elliptic curves for RSA and fails.
create_admin_certificate() {
  local new_key=(-newkey rsa:2048 -nodes)
  create_certificate admin ca /CN=admin/O=system:masters
}

create_pki() {
  mkdir -p "$pki"
  create_authority ca
  create_authority front-proxy-ca
  create_certificate apiserver ca /CN=kube-apiserver \
    "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.$domain,DNS:localhost,IP:$control_plane_address,IP:127.0.0.1,IP:$first_service"
  create_certificate apiserver-kubelet ca /CN=kube-apiserver-kubelet-client/O=system:masters
  create_certificate front-proxy front-proxy-ca /CN=front-proxy-client
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$pki/service-account.key" 2>/dev/null
  openssl pkey -in "$pki/service-account.key" -pubout -out "$pki/service-account.pub" 2>/dev/null
  create_admin_certificate
  create_kubeconfig "$kubeconfig" admin
  [ -z "${SUDO_UID:-}" ] || chown "$SUDO_UID" "$kubeconfig"
  local component
  for component in controller-manager scheduler proxy; do
    create_certificate $component ca "/CN=system:kube-$component"
    create_kubeconfig "$state/$component.kubeconfig" $component
  done
}
