{{- define "serval-operator.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "serval-operator.selector" -}}
app.kubernetes.io/name: serval-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Without app.kubernetes.io/managed-by, which Helm adds when it installs, so that deploy/ has it not. */}}
{{- define "serval-operator.labels" -}}
{{ include "serval-operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: serval
{{- end -}}

{{- define "serval-operator.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Whether the metrics API is served: there is one in a cluster, so an operator of some namespaces has none. */}}
{{- define "serval-operator.metricsApi" -}}
{{- if and .Values.metricsApi.enabled (not .Values.watchNamespaces) -}}true{{- end -}}
{{- end -}}
