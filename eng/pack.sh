#!/usr/bin/env bash
# Packs everything that is published: the libraries, the tool `operon` and the project template.
#   eng/pack.sh VERSION [FOLDER]      default folder: artifacts/packages
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
source "$root/eng/prerequisites.sh"
ensure_dotnet
version=${1:?usage: eng/pack.sh VERSION [FOLDER]}
mkdir -p "${2:-$root/artifacts/packages}"
folder=$(cd "${2:-$root/artifacts/packages}" && pwd)
common=(-p:PackageVersion="$version" -p:PackageOutputPath="$folder" -nologo -v:quiet -nodeReuse:false)
"$DOTNET" msbuild "$root/eng/packages.proj" -t:Restore "${common[@]}"
"$DOTNET" msbuild "$root/eng/packages.proj" -t:Pack "${common[@]}"
"$DOTNET" pack "$root/src/Operon.Templates" -c Release "${common[@]}"
# The tool says its own version, and new projects use packages of it.
"$DOTNET" pack "$root/src/Operon.Cli" -c Release -p:InformationalVersion="$version" "${common[@]}"
ls -1 "$folder"
