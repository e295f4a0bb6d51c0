#!/usr/bin/env bash
# Unpacks (never installs) Debian packages with what they depend on, but for the packages every machine has.
#   eng/unpack.sh SUITE FOLDER PACKAGE...
# The packages are those the machine's own Debian mirror has for the suite; apt verifies them by the archive's signature.
set -euo pipefail
suite=$1 folder=$2; shift 2
mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null | grep -E '/debian/?$' | head -1 || true)
[[ -n $mirror ]] || mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | grep -v '^ *#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1 | tr -d ' ' || true)
[[ -n $mirror ]] || { echo "no Debian mirror found in /etc/apt" >&2; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$folder"; : >"$work/status"
echo "deb $mirror $suite main" >"$work/sources.list"
options=(-qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status"
  -o Dir::Cache="$work/cache" -o APT::Sandbox::User= -o Acquire::Languages=none)
apt-get "${options[@]}" update >&2
packages=$(apt-cache "${options[@]}" depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$@" |
  grep -E '^[a-z0-9]' | grep -vE '^(libc6|libgcc-s1|gcc-.*|libstdc.*|libcrypt1|dpkg|tar|base-files|perl.*|debconf.*|libselinux1|.*:.*)$' | sort -u)
if [[ -n ${UNPACK_ONLY:-} ]]; then packages=$(grep -E "$UNPACK_ONLY" <<<"$packages"); fi
(cd "$work" && apt-get "${options[@]}" download $packages >&2)
for package in "$work"/*.deb; do dpkg-deb -x "$package" "$folder"; done
