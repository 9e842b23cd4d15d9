#!/bin/sh
# run.sh TARGET SECONDS: fuzzes, beginning with what earlier runs and the repository hold. What is new and
# what fails is left in build/fuzz/found/TARGET; `./x fuzz` builds the target before.
set -eu
cd "$(dirname "$0")/.."
target=$1
seconds=$2
program=build/fuzz/fuzz/fuzz_$target
found=build/fuzz/found/$target

mkdir -p "$found"
dictionary=
[ ! -f "$program.dict" ] || dictionary=-dict=$program.dict
exec "$program" -max_total_time="$seconds" -max_len=4096 -entropic=0 -print_final_stats=1 \
	-artifact_prefix="$found/" $dictionary "$found" "fuzz/corpus/$target"
