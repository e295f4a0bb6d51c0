#!/bin/sh
# Runs a command on one core that never sleeps: latencies without what a virtual machine adds when it halts a core and wakes it again.
# A loop of idle priority keeps the core awake, as idle=poll does for a whole machine; it gives way at once to whatever the command wants to run.
# Usage: bench/one-core.sh COMMAND [ARGUMENT...]; "figures runtime" of the benchmarks starts a part of itself so.
# CORE=0 names the core; default: the last one this shell may use.
set -eu
core=${CORE:-$(taskset -cp $$ | sed 's/.*[-, ]//')}
# It looks for this shell now and then, and so ends with it however that ends.
chrt --idle 0 taskset -c "$core" sh -c 'while [ -e "/proc/$0" ]; do i=0; while [ $i -lt 1000000 ]; do i=$((i + 1)); done; done' $$ &
awake=$!
trap 'kill $awake' EXIT
# Build servers that stay behind would stay on this core.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
taskset -c "$core" "$@"
