#!/bin/sh
# tests/stories/full_disk.sh BUILD: a state file that cannot grow costs the command, not the part.
set -eu
build=$1
PATH=$build:$build/examples:$PATH:/usr/sbin
dir=$(mktemp -d "${TMPDIR:-/tmp}/sesim-full.XXXXXX")
trap 'rm -rf "$dir"' EXIT
cd "$dir"

printf 'a message' | openssl dgst -sha256 -binary >digest
sesim chip new atecc608a part.nvm
cp part.nvm before
blocks=$(($(wc -c <part.nvm) / 512))

# The shell's limit is in blocks of 512 bytes: the file can be written, and not grow.
if (ulimit -f "$blocks" && sesim run --chip atecc608a,state=part.nvm -- \
	provision --lock-for-good /dev/i2c-1 digest key.der signature.der) >said 2>&1; then
	echo "a lock that could not be kept was granted"
	exit 1
fi
cat said
grep -q 'lock the config zone is refused with status 0f' said
grep -q 'cannot write state file' said
cmp part.nvm before

sesim run --chip atecc608a,state=part.nvm -- provision --lock-for-good /dev/i2c-1 digest key.der signature.der
sesim chip show part.nvm | grep -q 'config zone   locked'
