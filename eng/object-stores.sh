#!/usr/bin/env bash
# Installs object stores for tests (never for the product): s3rver speaks Amazon S3's protocol, azurite is Azure's own emulator. Both are npm packages.
#   eng/object-stores.sh             prints the folder of their programs, s3rver and azurite-blob; needs node 18 or newer, which it installs on Debian
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
source "$root/eng/prerequisites.sh"
packages=(s3rver@3.7.1 azurite@3.35.0)
name=$(printf '%s\n' "${packages[@]}" | sha256sum | cut -c1-12)
folder="${XDG_CACHE_HOME:-$HOME/.cache}/operon/object-stores/$name"

if [[ ! -f $folder/.complete ]]; then
  command -v node >/dev/null && command -v npm >/dev/null || apt_install nodejs npm >&2
  (($(node -p 'process.versions.node.split(".")[0]') >= 18)) || die "node 18 or newer is needed for the tests' object stores; this machine has $(node --version)"
  mkdir -p "$folder"
  exec 9>"$folder/.lock"; flock 9
  if [[ ! -f $folder/.complete ]]; then
    say "installing the tests' object stores: ${packages[*]}"
    log=$(mktemp)
    # No scripts: neither package needs one, and none may download anything more.
    npm install --prefix "$folder" --no-save --no-audit --no-fund --ignore-scripts --omit=dev "${packages[@]}" >"$log" 2>&1 ||
      { cat "$log" >&2; rm -f "$log"; die "npm could not install ${packages[*]}"; }
    rm -f "$log"
    touch "$folder/.complete"
  fi
  exec 9>&-
fi
echo "$folder/node_modules/.bin"
