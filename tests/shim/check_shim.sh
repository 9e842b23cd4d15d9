#!/bin/sh
# tests/shim/check_shim.sh SHIM EXPORTS: the library exports what its list says, needs libc alone, and has no sanitizer.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
nm -D --defined-only "$1" | awk '{ print $3 }' | sort > "$work/has"
sed -n '/global:/,/local:/s/^[[:space:]]*\([a-z_0-9]*\);$/\1/p' "$2" | sort > "$work/listed"
test -s "$work/listed"
diff "$work/listed" "$work/has"
readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' > "$work/needs"
echo libc.so.6 | diff - "$work/needs"
if nm -D --undefined-only "$1" | grep -E '__(asan|ubsan|tsan|sanitizer|llvm_profile)'; then
	echo "the shim is built with a sanitizer or a profiler" >&2
	exit 1
fi
