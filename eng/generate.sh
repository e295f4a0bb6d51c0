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

tables "${1:-}"
models "${1:-}"
exit "$status"
