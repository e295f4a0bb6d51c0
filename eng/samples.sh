#!/usr/bin/env bash
# Makes the sample projects of examples/ again with the operon command, the way a user would; with --check only says whether the committed ones are what
# the command makes. OPERON names another command than the one of this clone; KEEP a folder in which the project is left as it was made, ready to build.
#   eng/samples.sh [--check]
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
work=${KEEP:-$(mktemp -d)}
[[ -n ${KEEP:-} ]] || trap 'rm -rf "$work"' EXIT
operon() { ${OPERON:-"$root/operon"} "$@"; }

# Several groups; a kind with two versions, defaults, checks and conversion; a cluster-wide kind with a plural of its own; webhooks of core kinds; a kind of
# somebody else.
orchard() {
  operon new orchard --domain example.com
  cd orchard
  operon add api --group fruit --version v1 --kind Tree
  operon add api --group fruit --version v2 --kind Tree --controller=false
  operon add webhook --group fruit --version v1 --kind Tree --defaulting --programmatic-validation
  operon add webhook --group fruit --version v1 --kind Tree --conversion --spoke v2
  operon add api --group land --version v1beta1 --kind Meadow --plural meadowlands --namespaced=false
  operon add webhook --group core --version v1 --kind Pod --defaulting
  operon add webhook --group apps --version v1 --kind Deployment --programmatic-validation
  operon add controller --group cert-manager.io --version v1 --kind Certificate
  operon generate manifests
}

# What depends on the machine and the state of the sources stays out of the repository.
normalized() {
  cp -r "$1" "$2"
  find "$2" -depth \( -name bin -o -name obj \) -exec rm -rf {} +
  rm -f "$2/nuget.config"
  local version
  version=$(sed -n 's|.*<OperonVersion>\(.*\)</OperonVersion>.*|\1|p' "$2/Directory.Build.props")
  grep -rlF -- "$version" "$2" | xargs sed -i "s|${version//./\\.}|0.1.0|g"
}

mkdir -p "$work"
(cd "$work" && orchard)
normalized "$work/orchard" "$work/.orchard"
if [[ ${1:-} == --check ]]; then
  diff -r "$root/examples/orchard" "$work/.orchard" || { echo "drifts: examples/orchard; run eng/samples.sh" >&2; exit 1; }
else
  rm -rf "$root/examples/orchard"
  cp -r "$work/.orchard" "$root/examples/orchard"
fi
rm -rf "$work/.orchard"
