#!/usr/bin/env bash
# Prints the path of promtool, which checks alert rules: the one on the machine, or one unpacked (not installed) from Debian's packages.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
unpacked="$root/.operon/tools/promtool/usr/bin/promtool"
if command -v promtool; then exit; fi
mkdir -p "$root/.operon/tools"
exec 9>"$root/.operon/tools/promtool.lock"; flock 9
# Its package of its own is newer than Debian 12; it needs nothing but the C library.
[[ -x $unpacked ]] || UNPACK_ONLY='^promtool$' "$root/eng/unpack.sh" trixie "$root/.operon/tools/promtool" promtool
echo "$unpacked"
