# shellcheck shell=bash disable=SC2034,SC2154
# Sourced. metrics-server, on request: kubelets' figures of processor and memory as metrics.k8s.io, which
# `kubectl top` and HorizontalPodAutoscalers on processor time read.

# Its name as a user, for kubelets and the API server alike: a certificate instead of a pod's token.
metrics_user=metrics-server
metrics_port=4443

start_metrics_server() {
  local config=$state/metrics-server.kubeconfig service=metrics-server.kube-system.svc
  create_certificate metrics-server ca "/CN=$metrics_user" "DNS:$service,IP:$control_plane_address"
  create_kubeconfig "$config" metrics-server
  wait_until 30 "the namespace kube-system" kube get namespace kube-system
  resource_metrics_objects | kube apply -f - >/dev/null
  # 15 s is what upstream's manifest has.
  create_daemon control-plane metrics-server "$metrics_server_bin" --metric-resolution=15s \
    --kubeconfig="$config" --authentication-kubeconfig="$config" --authorization-kubeconfig="$config" \
    --bind-address="$control_plane_address" --secure-port="$metrics_port" \
    --tls-cert-file="$pki/metrics-server.crt" --tls-private-key-file="$pki/metrics-server.key" \
    --kubelet-certificate-authority="$pki/ca.crt" --kubelet-preferred-address-types=InternalIP --kubelet-use-node-status-port
  wait_until 60 "resource metrics (see $state/log/metrics-server.log)" kube get --raw /apis/metrics.k8s.io/v1beta1
}

# Roles as upstream's. The Service has no selector, since what answers isn't a pod: its endpoint is the
# control plane's address, where the API server looks for it.
resource_metrics_objects() {
  cat <<YAML
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: system:metrics-server}
rules:
- {apiGroups: [""], resources: [nodes/metrics], verbs: [get]}
- {apiGroups: [""], resources: [pods, nodes], verbs: [get, list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: system:metrics-server}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:metrics-server}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: $metrics_user}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "metrics-server:system:auth-delegator"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:auth-delegator"}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: $metrics_user}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: metrics-server-auth-reader, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: $metrics_user}]
---
apiVersion: v1
kind: Service
metadata: {name: metrics-server, namespace: kube-system}
spec:
  ports: [{name: https, port: 443, targetPort: $metrics_port}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: metrics-server, namespace: kube-system, labels: {kubernetes.io/service-name: metrics-server}}
addressType: IPv4
ports: [{name: https, port: $metrics_port, protocol: TCP}]
endpoints: [{addresses: [$control_plane_address], conditions: {ready: true}}]
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.metrics.k8s.io}
spec:
  service: {name: metrics-server, namespace: kube-system}
  group: metrics.k8s.io
  version: v1beta1
  caBundle: $(base64 -w0 "$pki/ca.crt")
  groupPriorityMinimum: 100
  versionPriority: 100
YAML
}
