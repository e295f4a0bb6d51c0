#!/usr/bin/env bash
# Changes objects under faults for N minutes (default 30) and reports what grew and what was missed. Fails when anything was missed or grew without bound.
#   bench/soak/soak.sh            30 minutes
#   bench/soak/soak.sh 240        4 hours
#   bench/soak/soak.sh 1 4711     one minute, with the seed of an earlier run
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$root/eng/prerequisites.sh"
ensure_dotnet
"$DOTNET" build "$root/bench/soak/Operon.Soak/Operon.Soak.csproj" -c Release -v quiet --nologo
exec "$DOTNET" "$root/bench/soak/Operon.Soak/bin/Release/net10.0/Operon.Soak.dll" "${@:-30}"
