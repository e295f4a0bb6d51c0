#!/bin/sh
# Reports the mutation score of the queue, the informer and the elector: how many deliberate mistakes the tests notice.
# Usage: bench/mutation.sh [folder...], default: Queues Caching Leadership
set -eu
cd "$(dirname "$0")/../test/Operon.Runtime.Tests"
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
dotnet tool install dotnet-stryker --tool-path "$tools" > /dev/null
[ $# -gt 0 ] || set -- Queues Caching Leadership
for folder in "$@"; do
    "$tools/dotnet-stryker" --test-runner mtp --project Operon.Runtime.csproj --mutate "**/$folder/**" --reporter cleartext --output "$tools/$folder"
done
