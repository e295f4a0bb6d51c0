#!/usr/bin/env bash
# Makes the generated files again; with --check only says whether the committed ones are what the generators make.
#   eng/generate.sh [--check]
# The tables of built-in kinds come from upstream's OpenAPI and discovery documents (OPERON_KUBERNETES_DATA, default
# ../shared/data/kubernetes-1.36); without that folder they are left alone.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
data=${OPERON_KUBERNETES_DATA:-$root/../shared/data/kubernetes-1.36}
status=0

tables() {
  local target="$root/src/Operon.ApiServer/Tables"
  if [[ ! -d $data ]]; then echo "tables of built-in kinds: skipped: no conformance data"; return; fi
  if [[ ${1:-} == --check ]]; then
    local work; work=$(mktemp -d)
    python3 "$target/generate.py" "$data" "$work"
    for file in "$work"/*; do
      cmp -s "$file" "$target/$(basename "$file")" || { echo "drifts: src/Operon.ApiServer/Tables/$(basename "$file"); run eng/generate.sh"; status=1; }
    done
    rm -rf "$work"
  else
    python3 "$target/generate.py" "$data" "$target"
  fi
}

# Schemas of the official models, as definitions embed them.
models() {
  local target="$root/src/Operon.Generators/Crds/Models"
  if [[ ! -d $data ]]; then echo "schemas of official models: skipped: no conformance data"; return; fi
  if [[ ${1:-} == --check ]]; then
    local work; work=$(mktemp -d)
    python3 "$target/generate.py" "$data" "$work"
    cmp -s "$work/models.tsv" "$target/models.tsv" || { echo "drifts: src/Operon.Generators/Crds/Models/models.tsv; run eng/generate.sh"; status=1; }
    rm -rf "$work"
  else
    python3 "$target/generate.py" "$data" "$target"
  fi
}

# What follows from the etcd operator's definitions, role and alert rules: its reference, parts of its Helm chart, the dashboard.
etcd() {
  local crd="$root/deploy/etcd-operator/crd" monitoring="$root/deploy/etcd-operator/monitoring" chart="$root/deploy/charts/etcd-operator" work file
  if ! python3 -c 'import yaml' 2>/dev/null; then echo "the etcd operator's reference and chart: python3-yaml is missing; run: sudo apt-get install -y python3-yaml"; status=1; return; fi
  work=$(mktemp -d)
  mkdir -p "$work/docs/etcd" "$work/deploy/etcd-operator/monitoring" "$work/deploy/charts/etcd-operator/templates" "$work/deploy/charts/etcd-operator/files"
  python3 "$root/eng/crd-reference.py" "$crd" "$work/docs/etcd/reference.md"
  python3 "$root/eng/feature-table.py" "$root" "$work/docs/etcd/feature-table.md"
  python3 "$root/eng/monitoring.py" "$monitoring" "$work/deploy/etcd-operator/monitoring"
  python3 "$root/eng/chart-rules.py" "$root/examples/etcd/rbac/cluster-role-template.yaml" "$work/deploy/charts/etcd-operator/templates/_rules.tpl"
  cp "$monitoring/rules.yaml" "$work/deploy/charts/etcd-operator/files/rules.yaml"
  while read -r file; do
    if [[ ${1:-} != --check ]]; then cp "$work/$file" "$root/$file"
    elif ! cmp -s "$work/$file" "$root/$file"; then echo "drifts: $file; run eng/generate.sh"; status=1; fi
  done < <(cd "$work" && find . -type f | sed 's#^\./##' | sort)
  rm -rf "$work"
}

tables "${1:-}"
models "${1:-}"
etcd "${1:-}"
exit "$status"
