#!/usr/bin/env bash
# Plays the life of an etcd cluster on the Kubernetes that kubectl points to, in a namespace of its own, and says what held.
#   OPERATOR_IMAGE=registry.example.com/etcd-operator:dev eng/story-on-cluster.sh
# Needs: kubectl with cluster-admin rights, a default StorageClass whose volumes honour fsGroup, and images the nodes can pull:
#   OPERATOR_IMAGE   built by deploy/etcd-operator/Dockerfile
#   ETCD_REPOSITORY  etcd, etcdctl and etcdutl in /usr/local/bin (default quay.io/coreos/etcd)
#   FROM, TO         versions to upgrade between (default 3.5.16 and 3.5.30)
# The last line is "N passed, N failed". Everything it made is deleted at the end; KEEP=1 leaves it.
set -uo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
: "${OPERATOR_IMAGE:?the image of the operator, which the nodes can pull}"
repository=${ETCD_REPOSITORY:-quay.io/coreos/etcd} from=${FROM:-3.5.16} to=${TO:-3.5.30}
ns=operon-story-$RANDOM name=story passed=0 failed=0 work=$(mktemp -d)

k() { kubectl --namespace "$ns" "$@"; }
ok() { passed=$((passed + 1)); printf '%4ss  ok      %s\n' "$SECONDS" "$1"; }
no() { failed=$((failed + 1)); printf '%4ss  FAILED  %s\n' "$SECONDS" "$1"; k get etcd,pods -o wide; k describe etcd "$name" | tail -40; k logs deployment/etcd-operator --tail=30; }
# check WHAT SECONDS COMMAND...: the command holds within that time
check() {
  local what=$1 limit=$((SECONDS + $2)); shift 2
  until "$@" >/dev/null 2>&1; do ((SECONDS < limit)) || { no "$what"; return 1; }; sleep 0.5; done
  ok "$what"
}
status() { k get etcd "$name" -o "jsonpath={.status.$1}"; }
is_whole() { [[ $(status readiness) == "$1/$1" && $(status phase) == Running && $(status "conditions[?(@.type=='Progressing')].status") == False ]]; }
runs() { is_whole "$1" && [[ $(status currentVersion) == "$2" ]] && [[ $(k get pods -l etcd_cluster="$name" -o jsonpath='{.items[*].spec.containers[0].image}' | tr ' ' '\n' | sort -u) == "$repository:v$2" ]]; }
# etcdctl in a pod of its own
ctl() {
  local pod=ctl-$RANDOM
  k run "$pod" --image="$repository:v$to" --restart=Never --env=ETCDCTL_API=3 --command -- /usr/local/bin/etcdctl --endpoints="http://$name-client:2379" "$@" >/dev/null || return 1
  k wait --for=jsonpath='{.status.phase}'=Succeeded "pod/$pod" --timeout=60s >/dev/null && k logs "$pod"
  local result=$?
  k delete pod "$pod" --now >/dev/null 2>&1
  return $result
}
apply() { k apply -f - >/dev/null; }
cluster() {
  apply <<EOF
apiVersion: etcd.database.coreos.com/v1beta2
kind: EtcdCluster
metadata: {name: $name}
spec: {size: $1, version: "$2", repository: $repository}
EOF
}
# Most members that were not ready at one time, sampled until the file "stop" is there.
watch_ready() {
  local most=0 down
  while [[ ! -e $work/stop ]]; do
    down=$(k get pods -l etcd_cluster="$name" -o jsonpath='{range .items[*]}{.status.containerStatuses[0].ready}{"\n"}{end}' 2>/dev/null | grep -vc '^true$')
    ((down > most)) && most=$down
    echo "$most" >"$work/most"
    sleep 0.2
  done
}
clean() {
  touch "$work/stop"
  [[ ${KEEP:-} ]] || { kubectl delete namespace "$ns" --wait=false >/dev/null 2>&1; kubectl delete clusterrole,clusterrolebinding "$ns" >/dev/null 2>&1; }
  rm -rf "$work"
}
trap clean EXIT

kubectl create namespace "$ns" >/dev/null || exit 1
"$root/examples/etcd/rbac/create_role.sh" --namespace="$ns" --role-name="$ns" --role-binding-name="$ns" >/dev/null || exit 1
sed "s|image: .*|image: $OPERATOR_IMAGE|" "$root/examples/etcd/deployment.yaml" | apply
check "the operator runs" 120 k rollout status deployment/etcd-operator --timeout=1s || exit 1
check "it has installed its definition" 60 kubectl wait --for=condition=Established crd/etcdclusters.etcd.database.coreos.com --timeout=1s || exit 1

cluster 3 "$from"
check "three members form a cluster of $from" 180 is_whole 3
check "a key is written" 1 ctl put story before
cluster 5 "$from"
check "it grows to five" 180 is_whole 5
k delete pod "$(k get pods -l etcd_cluster="$name" -o jsonpath='{.items[0].metadata.name}')" --grace-period=0 --force >/dev/null 2>&1
check "a lost member is replaced" 5 bash -c "! [[ \$(kubectl --namespace $ns get etcd $name -o 'jsonpath={.status.readiness}') == 5/5 ]]"
check "and it is whole again" 180 is_whole 5
cluster 3 "$from"
check "it shrinks to three" 120 is_whole 3

watch_ready &
watcher=$!
cluster 3 "$to"
check "every member runs $to" 240 runs 3 "$to"
touch "$work/stop"; wait "$watcher"
if (($(<"$work/most") <= 1)); then ok "at most one member was down at a time"; else no "$(<"$work/most") members were down at a time"; fi
check "the key is still there" 1 bash -c "[[ \"\$1\" == *before* ]]" _ "$(ctl get story)"

apply <<EOF
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: backups}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: etcd.database.coreos.com/v1beta2
kind: EtcdBackup
metadata: {name: $name}
spec: {clusterName: $name, storageType: PVC, pvc: {claimName: backups, path: story.backup}}
EOF
check "a backup is taken" 120 bash -c "[[ \$(kubectl --namespace $ns get etcdbackup $name -o 'jsonpath={.status.succeeded}') == true ]]"
check "the key changes" 1 ctl put story after
apply <<EOF
apiVersion: etcd.database.coreos.com/v1beta2
kind: EtcdRestore
metadata: {name: $name}
spec: {etcdCluster: {name: $name}, backupStorageType: PVC, pvc: {claimName: backups, path: story.backup}}
EOF
check "the backup is restored" 240 bash -c "[[ \$(kubectl --namespace $ns get etcdrestore $name -o 'jsonpath={.status.succeeded}') == true ]]"
check "the cluster is whole" 180 is_whole 3
check "the key is as it was" 1 bash -c "[[ \"\$1\" == *before* ]]" _ "$(ctl get story)"
k delete etcd "$name" >/dev/null
check "nothing is left of it" 90 bash -c "[[ -z \$(kubectl --namespace $ns get pods,services,poddisruptionbudgets -l etcd_cluster=$name -o name) ]]"

echo "$passed passed, $failed failed"
((failed == 0))
