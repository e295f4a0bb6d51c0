#!/bin/sh
# Reports the mutation score of the queue, the informer and the elector: how many deliberate mistakes the tests notice.
# Usage: bench/mutation.sh [folder...], default: Queues Caching Leadership. FILES narrows it ("LeaderElector.cs"), LEVEL=Basic tries fewer kinds of mistakes. Each folder is judged by its own tests, so the score is a lower bound.
set -eu
cd "$(dirname "$0")/../test/Operon.Runtime.Tests"
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
dotnet tool install dotnet-stryker --tool-path "$tools" > /dev/null
[ $# -gt 0 ] || set -- Queues Caching Leadership
for folder in "$@"; do
    OPERON_MUTATED_FOLDER=$folder "$tools/dotnet-stryker" --test-runner mtp --project Operon.Runtime.csproj --mutate "**/$folder/${FILES:-**}" --mutation-level "${LEVEL:-Standard}" --concurrency 2 --reporter cleartext --output "$tools/$folder"
done
