#!/usr/bin/env bash
# Builds everything with warnings as errors and runs every test. The last line is "N passed, N failed".
#   ./test.sh             everything
#   ./test.sh Etcd        only test projects whose name contains "Etcd"
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$root"
source "$root/eng/prerequisites.sh"
ensure_dotnet
ensure_pod_programs
ensure_test_programs
ensure_native_compiler
KUBECTL=$(eng/kubectl.sh) || die "kubectl 1.27 or newer is needed for the end-to-end tests."
export KUBECTL
eng/etcd-versions.sh >/dev/null || die "several versions of etcd are needed for the tests."

say "building ..."
"$DOTNET" build Operon.slnx -c Release -v quiet --nologo -nodeReuse:false

results="$root/.operon/test-results"
rm -rf "$results"; mkdir -p "$results"
status=0
for project in test/*/; do
  name=$(basename "$project")
  [[ $name == *"${1:-}"* ]] && grep -qs xunit.v3 "$project$name.csproj" || continue
  say "== $name"
  "$DOTNET" "$project/bin/Release/net10.0/$name.dll" -noLogo -noColor -result-xml "$results/$name.xml" || status=1
  [[ -f $results/$name.xml ]] || { say "$name left no result"; status=1; }
done

count() { cat "$results"/*.xml 2>/dev/null | grep -o '<assembly [^>]*' | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed) failed=$(($(count failed) + $(count errors))) skipped=$(count skipped)
((status == 0 || failed > 0)) || failed=1
((passed + failed > 0)) || { say "no test ran"; status=1; }
if ((skipped > 0)); then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
exit "$status"
