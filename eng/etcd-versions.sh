#!/usr/bin/env bash
# Unpacks (never installs) several versions of etcd from Debian's packages, for tests of upgrades and of what differs between versions.
#   eng/etcd-versions.sh             prints a line "VERSION FOLDER" each; a folder holds etcd, etcdctl and, from 3.5 on, etcdutl
# Beside the folders lies images.json: entries for a local cluster's catalogue (docs/images.md) that lead the tags v3.4.x, v3.5.x to them.
# 3.4 and 3.5 must be had, else the script fails; the newest 3.5 is taken when a suite has it.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
cache="$root/.operon/tools/etcd"
say() { printf '%s\n' "$*" >&2; }

# Debian's version, and the SHA-256 of etcd-server and etcd-client for each architecture.
pins='
3.4.23 bookworm 3.4.23-4+b4 amd64 3a9445d4560ad6de1c375756b2a17d97713df44cbd20a658c871fe108af7ef5d db3a484d5d924b50bf71f459ee544ecd7b11c25dc2f6becc0c50352d67299cc8
3.4.23 bookworm 3.4.23-4+b4 arm64 821e59be145fa42bd72b3e003d275640947c3d824b4c06b1ed2a01a631d555a1 3f1bcd6d47e2c9eaa274c5bb2f7b2ebc090226dc10dde00e13e32d0b03d137d7
3.5.16 trixie 3.5.16-4 amd64 0875921bb0d023f2af9b8e15cdfbe417a03e65731345fb832c40f9c2dd72967b 7eb67e305ba2ce523a5a0b29bf88750ded3f724769c7111a83382b7909f9977b
3.5.16 trixie 3.5.16-4 arm64 5e21469a4f59f1cb2ed7af9c6eb9dda7d9734809c011cfa8a39b34f82a161a32 56c3527045c4ddd0aca5a572897b9a72e43a015cb09a01c79acc08eda17904ca
3.5.30 forky 3.5.30-2 amd64 11a4f7e350c5020b83edff5160a6063d4e56ac9cd014d21ce8916378bf96de79 1e66ad2aba4cba6842a1ac35d5c525e750102b8fb42748225bcb2e34d6595931
3.5.30 forky 3.5.30-2 arm64 c9f0208925c51d44ba026367930c67a1fd2bef12d162e8b99d249f42242f7100 65cfed5f190e8f99239a0e9911b1b1fa9aca484e80856b8afb3310f2ca619733
'

complete() { [[ -x $1/etcd && -x $1/etcdctl ]]; }

# What is there, newest last; fails unless both minors are.
report() {
  local folder found=''
  for folder in $(ls -d "$cache"/[0-9]*.[0-9]*.[0-9]* 2>/dev/null | sort -V); do
    ! complete "$folder" || { echo "$(basename "$folder") $folder"; found+=" $(basename "$folder")"; }
  done
  [[ $found == *' 3.4.'* && $found == *' 3.5.'* ]] ||
    { say "etcd 3.4 and 3.5 are needed, but only these could be unpacked:${found:- none}. Check that apt reaches Debian's suites bookworm and trixie."; exit 1; }
}

mirror() {
  local found
  found=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null | grep -E '/debian/?$' | head -1 || true)
  [[ -n $found ]] || found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | grep -v '^ *#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1 | tr -d ' ' || true)
  [[ -n $found ]] || { say "no Debian mirror found in /etc/apt"; return 1; }
  echo "$found"
}

apt() {
  local tool=$1; shift
  "$tool" -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" \
    -o Dir::Cache="$work/cache" -o APT::Sandbox::User= -o Acquire::Languages=none "$@"
}

# unpack NAME SUITE DEBIAN-VERSION SERVER-SHA CLIENT-SHA
unpack() {
  local name=$1 suite=$2 version=$3 debs sums source
  rm -rf "$work/lists" "$work/debs" "$work/tree"
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/tree"; : >"$work/status"
  echo "deb $source_url $suite main" >"$work/sources.list"
  apt apt-get update >&2 || { say "Debian's suite $suite cannot be reached"; return 1; }
  debs="$work/debs"
  if (cd "$debs" && apt apt-get download "etcd-server=$version" "etcd-client=$version" >&2); then
    printf '%s  %s\n' "$4" "$(echo "$debs"/etcd-server_*.deb)" "$5" "$(echo "$debs"/etcd-client_*.deb)" | sha256sum --check --quiet --strict >&2 ||
      { say "the packages of etcd $version are not the pinned ones"; return 1; }
  else
    # The suite has moved on and dropped the pinned packages: what apt itself verifies by the archive's signature, said aloud.
    (cd "$debs" && apt apt-get download etcd-server etcd-client >&2) || { say "Debian's suite $suite has no etcd"; return 1; }
    say "Debian's suite $suite has no etcd $version any more; using $(basename "$(echo "$debs"/etcd-server_*.deb)"). Renew the pins in eng/etcd-versions.sh."
  fi
  for source in "$debs"/*.deb; do dpkg-deb -x "$source" "$work/tree"; done
  name=$("$work/tree/usr/bin/etcd" --version | sed -n 's/^etcd Version: //p')
  [[ $name =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { say "the etcd of $suite does not run here"; return 1; }
  # Moved into place whole, so that a folder is either complete or not there.
  [[ -d $cache/$name ]] || { chmod -R a+rX "$work/tree"; mv "$work/tree/usr/bin" "$cache/$name"; }
}

images() {
  local folder separator='' target="$cache/images.json"
  {
    printf '{ "images": ['
    for folder in $(ls -d "$cache"/[0-9]*.[0-9]*.[0-9]* | sort -V); do
      printf '%s\n  { "patterns": ["quay.io/coreos/etcd", "gcr.io/etcd-development/etcd", "registry.k8s.io/etcd", "etcd"],\n' "$separator"
      printf '    "files": { "/usr/local/bin/etcd": "%s/etcd", "/usr/local/bin/etcdctl": "%s/etcdctl" },\n' "$folder" "$folder"
      printf '    "optionalFiles": { "/usr/local/bin/etcdutl": "%s/etcdutl" },\n' "$folder"
      printf '    "entrypoint": ["/usr/local/bin/etcd"], "env": { "ETCD_UNSUPPORTED_ARCH": "arm64" },\n'
      printf '    "version": { "command": ["%s/etcd", "--version"], "pattern": "etcd Version: (\\\\S+)" } }' "$folder"
      separator=','
    done
    printf '\n] }\n'
  } >"$target.new"
  mv "$target.new" "$target"
}

mkdir -p "$cache"
exec 9>"$cache/lock"; flock 9
architecture=$(dpkg --print-architecture 2>/dev/null || true)
wanted=$(echo "$pins" | awk -v architecture="$architecture" '$4 == architecture')
missing=$(while read -r name rest; do [[ -z $name ]] || complete "$cache/$name" || echo "$name $rest"; done <<<"$wanted")
# Suites that moved on were said once; they are not asked again on every run.
if [[ -n $missing && ! ( -f $cache/tried && $(cat "$cache/tried") == "$missing" ) ]] || [[ -z $wanted ]]; then
  [[ -n $wanted ]] || { say "no packages of etcd are known for the architecture ${architecture:-of this machine, which has no dpkg}"; exit 1; }
  source_url=$(mirror)
  work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
  say "unpacking etcd $(awk '{ printf "%s ", $1 }' <<<"$missing")from Debian's packages"
  while read -r name suite version _ server client; do
    unpack "$name" "$suite" "$version" "$server" "$client" || true
  done <<<"$missing"
  images
  report
  echo "$missing" >"$cache/tried"
else
  report
fi
