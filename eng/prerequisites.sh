# Sourced by the entry scripts: finds the .NET SDK and the programs pods need, and installs what is missing.
# Sets DOTNET and DOTNET_ROOT.

say() { printf '%s\n' "$*" >&2; }
die() { say "operon: $*"; exit 1; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then sudo "$@"
  else return 1; fi
}

apt_install() {
  command -v apt-get >/dev/null || die "these packages (Debian's names) are missing, and this is not a Debian-like system; install them yourself: $*"
  say "installing: $*"
  local log; log=$(mktemp)
  if as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1 ||
    { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >>"$log" 2>&1; then
    rm -f "$log"; return
  fi
  cat "$log" >&2; rm -f "$log"
  die "these packages are missing and could not be installed. Run:
  sudo apt-get update && sudo apt-get install -y $*"
}

find_dotnet() {
  local candidate
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nonexistent}/dotnet" "$HOME/.dotnet/dotnet"; do
    if [[ -x $candidate ]] && "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then DOTNET=$candidate; return 0; fi
  done
  return 1
}

ensure_dotnet() {
  if ! find_dotnet; then
    if command -v apt-cache >/dev/null && apt-cache policy dotnet-sdk-10.0 2>/dev/null | grep -q 'Candidate: [0-9]'; then
      apt_install dotnet-sdk-10.0
    else
      command -v curl >/dev/null || die "the .NET 10 SDK is missing. Install it (https://dotnet.microsoft.com/download/dotnet/10.0), or install curl and run this again."
      say "installing the .NET 10 SDK into $HOME/.dotnet"
      curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 --install-dir "$HOME/.dotnet" >&2 ||
        die "the .NET 10 SDK could not be installed. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
    fi
    find_dotnet || die "the .NET 10 SDK is still missing after its installation."
  fi
  DOTNET_ROOT=$(dirname "$(readlink -f "$DOTNET")"); export DOTNET_ROOT
}

# What pods need: etcd itself, and the tools that make sandboxes and networks.
ensure_pod_programs() {
  local packages=()
  has() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null; }
  has etcd || packages+=(etcd-server)
  has etcdctl || packages+=(etcd-client)
  has bwrap || packages+=(bubblewrap)
  has ip || packages+=(iproute2)
  has nft || packages+=(nftables)
  { has unshare && has nsenter; } || packages+=(util-linux)
  ((${#packages[@]} == 0)) || apt_install "${packages[@]}"
}

# Lets tags of etcd's image lead to several versions of it. Without them the installed one stands in for all.
offer_etcd_versions() {
  local root=$1
  "$root/eng/etcd-versions.sh" >/dev/null || say "only the installed etcd is offered; pods that ask for another version run that one"
  [[ ! -f $root/.operon/tools/etcd/images.json ]] || export OPERON_IMAGES="$root/.operon/tools/etcd/images.json"
}

# What tests run in pods besides: the tutorial's memcached, and the interpreter of a small webhook.
ensure_test_programs() {
  local packages=()
  PATH="$PATH:/usr/sbin:/sbin" command -v memcached >/dev/null || packages+=(memcached)
  [[ -x /usr/bin/python3 ]] || packages+=(python3)
  ((${#packages[@]} == 0)) || apt_install "${packages[@]}"
}

# What makes the generated files.
ensure_generator_programs() {
  python3 -c 'import yaml' 2>/dev/null || apt_install python3 python3-yaml
}

# What compiling ahead of time needs: a C compiler to link with (any of the two will do) and zlib.
ensure_native_compiler() {
  local packages=()
  command -v clang >/dev/null || command -v gcc >/dev/null || packages+=(clang)
  [[ -e /usr/include/zlib.h ]] || packages+=(zlib1g-dev)
  ((${#packages[@]} == 0)) || apt_install "${packages[@]}"
}
