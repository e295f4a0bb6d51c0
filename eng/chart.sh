#!/usr/bin/env bash
# Renders a Helm chart to the standard output, with Go's templates and sprig from Debian's packages (unpacked, not installed): see chart-renderer/main.go.
#   eng/chart.sh CHART RELEASE NAMESPACE [VALUES-FILE...]
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
tools="$root/.operon/tools"
renderer="$tools/chart-renderer-$(sha256sum "$root/eng/chart-renderer/main.go" | cut -c1-12)"
if [[ ! -x $renderer ]]; then
  mkdir -p "$tools"
  exec 9>"$tools/chart-renderer.lock"; flock 9
  if [[ ! -x $renderer ]]; then
    work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
    UNPACK_ONLY='^golang' "$root/eng/unpack.sh" trixie "$work" golang-1.24-go golang-1.24-src golang-github-masterminds-sprig-dev golang-gopkg-yaml.v3-dev >&2
    goroot="$work/usr/lib/go-1.24"
    mkdir -p "$work/usr/share/gocode/src/chart-renderer"; cp "$root/eng/chart-renderer/main.go" "$work/usr/share/gocode/src/chart-renderer/"
    # sprig imports its v3 by path, which packages without modules do not have.
    sed -i 's#"github.com/Masterminds/sprig/v3"#"github.com/Masterminds/sprig"#' "$work/usr/share/gocode/src/chart-renderer/main.go"
    (cd "$work/usr/share/gocode/src/chart-renderer" && GOROOT="$goroot" GOPATH="$work/usr/share/gocode" GO111MODULE=off CGO_ENABLED=0 GOFLAGS= GOCACHE="$work/build" \
      "$goroot/bin/go" build -o "$renderer.new" .) >&2
    mv "$renderer.new" "$renderer"
  fi
fi
exec "$renderer" "$@"
