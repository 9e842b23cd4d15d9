#!/bin/sh
# tests/coverage.sh BUILD: what the tests that ran in BUILD covered of sim/ and proto/.
set -eu
build=$1
lines_wanted=92
branches_wanted=80

# Processes that tests kill leave torn profiles: they are passed over.
llvm-profdata merge -sparse -failure-mode=all "$build"/profiles/*.profraw -o "$build/all.profdata" 2>"$build/profdata.log"
objects=$(find "$build" -type f -perm -u+x ! -name '*.so' ! -name '*.sh' -exec sh -c 'head -c 4 "$1" | grep -q ELF' _ {} \; -print)
first=$(echo "$objects" | head -n 1)
others=$(echo "$objects" | tail -n +2 | sed 's/^/-object /' | tr '\n' ' ')
# shellcheck disable=SC2086
llvm-cov report "$first" $others -instr-profile "$build/all.profdata" \
	-ignore-filename-regex='(^|/)(tests|fuzz|examples)/' >"$build/coverage.txt"
sed -n '1p' "$build/coverage.txt"
grep -E '\.c ' "$build/coverage.txt" || true
tail -n 1 "$build/coverage.txt"
tail -n 1 "$build/coverage.txt" | awk -v l=$lines_wanted -v b=$branches_wanted '
	{ lines = $10 + 0; branches = $13 + 0
	  printf "lines %.2f %% (at least %d), branches %.2f %% (at least %d)\n", lines, l, branches, b
	  exit lines < l || branches < b }'
