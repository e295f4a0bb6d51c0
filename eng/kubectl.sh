#!/usr/bin/env bash
# Prints the path of a kubectl that is 1.27 or newer: the one on the machine, or one unpacked (not installed) from Debian's packages.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
is_new_enough() {
  local minor
  minor=$("$1" version --client -o json 2>/dev/null | sed -n 's/.*"minor": *"\([0-9]*\).*/\1/p' | head -1)
  [[ -n $minor && $minor -ge 27 ]]
}

installed=$(command -v kubectl || true)
if [[ -n $installed ]] && is_new_enough "$installed"; then echo "$installed"; exit; fi
unpacked="$root/.operon/tools/usr/bin/kubectl"
if [[ -x $unpacked ]] && is_new_enough "$unpacked"; then echo "$unpacked"; exit; fi

command -v apt-get >/dev/null || { echo "kubectl 1.27 or newer is needed for the tests; install it from https://kubernetes.io/docs/tasks/tools/" >&2; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$root/.operon/tools"; : >"$work/status"
# The machine's own Debian mirror, asked for the suites that carry a newer client.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
  grep -v '^ *#' | grep -oE 'https?://[^ ]+/debian/? ' | head -1 | tr -d ' ' || true)
[[ -n $mirror ]] || mirror=$(grep -hoE '^URIs: *[^ ]+' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -1 | sed 's/URIs: *//' || true)
[[ -n $mirror ]] || { echo "no Debian mirror found in /etc/apt; install kubectl 1.27 or newer" >&2; exit 1; }
for suite in trixie forky sid; do
  echo "deb $mirror $suite main" >"$work/sources.list"
  options=(-qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=)
  apt-get "${options[@]}" update >&2 || continue
  # Newer suites carry the program in a package of its own name.
  for package in kubectl kubernetes-client; do
    rm -f "$work"/*.deb
    (cd "$work" && apt-get "${options[@]}" download "$package" 2>/dev/null >&2) || continue
    dpkg -x "$work"/*.deb "$root/.operon/tools"
    [[ ! -x $unpacked ]] || break
  done
  if [[ -x $unpacked ]] && is_new_enough "$unpacked"; then echo "$unpacked"; exit; fi
done
echo "no kubectl 1.27 or newer in Debian's packages; install it from https://kubernetes.io/docs/tasks/tools/" >&2
exit 1
