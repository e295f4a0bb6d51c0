{{- /* Made by eng/generate.sh from examples/etcd/rbac/cluster-role-template.yaml. */ -}}
{{- define "etcd-operator.rules.definitions" -}}
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions]
  verbs: [create]
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions]
  resourceNames: [etcdclusters.etcd.database.coreos.com, etcdusers.etcd.database.coreos.com, etcdroles.etcd.database.coreos.com]
  verbs: [get, patch]
{{- end }}
{{- define "etcd-operator.rules.cluster" -}}

{{- end }}
{{- define "etcd-operator.rules.own" -}}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [etcd-operator]
  verbs: [get, update]
{{- end }}
{{- define "etcd-operator.rules.watched" -}}
- apiGroups: [etcd.database.coreos.com]
  resources: [etcdclusters]
  verbs: [get, list, watch]
- apiGroups: [etcd.database.coreos.com]
  resources: [etcdclusters/status]
  verbs: [patch]
- apiGroups: [etcd.database.coreos.com]
  resources: [etcdusers, etcdroles]
  verbs: [get, list, watch, patch]
- apiGroups: [etcd.database.coreos.com]
  resources: [etcdusers/status, etcdroles/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, create]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, create, delete]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, create, update]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}
