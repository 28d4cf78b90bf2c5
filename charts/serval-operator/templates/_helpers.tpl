{{- define "serval-operator.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "serval-operator.selector" -}}
app.kubernetes.io/name: serval-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "serval-operator.labels" -}}
{{ include "serval-operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: serval
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}
