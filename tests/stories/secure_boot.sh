#!/bin/sh
# tests/stories/secure_boot.sh BUILD: a firmware image checked by SecureBoot (docs/stories/secure-boot.md).
set -eu
. "$(dirname "$0")/story.sh"

# Each command is a power-up of its own, as each start of a board is.
on_board() {
	limited sesim run --chip atecc608a,state="$part" -- "$@"
}

say "The vendor has a key; the image and its signature go to the field."
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out vendor.key
openssl pkey -in vendor.key -pubout -out vendor.pem
openssl rand -out firmware-1.bin 100000
openssl rand -out firmware-2.bin 120000
openssl dgst -sha256 -sign vendor.key -out firmware-1.sig firmware-1.bin
openssl dgst -sha256 -sign vendor.key -out firmware-2.sig firmware-2.bin

say "On the board's line: a blank part learns the vendor's key, and shares a key with this board's host."
part=board.nvm
openssl rand -out io.key 32
sesim chip new atecc608a board.nvm
ends 2 on_board secure-boot /dev/i2c-1 provision --lock vendor.pem io.key
says "say --lock-for-good"
ends 0 on_board secure-boot /dev/i2c-1 provision --lock-for-good vendor.pem io.key
ends 1 on_board secure-boot /dev/i2c-1 provision --lock-for-good vendor.pem io.key
says "is refused with status 0f"
sesim chip show board.nvm >shown
cat shown | sed -n '/SecureBoot/p; /^config zone/p; /^data zone/p'
grep -q '^SecureBoot .*public key in slot 15, digest or signature in slot 7' shown || fail "SecureBoot is not configured"

say "Nothing is installed: nothing starts."
ends 1 on_board secure-boot /dev/i2c-1 boot firmware-1.bin io.key
says "the part refuses the image"

say "The vendor's image is installed once, and starts each time, without its signature."
ends 0 on_board secure-boot /dev/i2c-1 install firmware-1.bin firmware-1.sig io.key
ends 0 on_board secure-boot /dev/i2c-1 boot firmware-1.bin io.key
ends 0 on_board secure-boot /dev/i2c-1 boot firmware-1.bin io.key

say "One byte of it changed: neither started nor installed."
cp firmware-1.bin modified.bin
printf 'x' | dd of=modified.bin bs=1 seek=5000 conv=notrunc 2>/dev/null
if cmp -s modified.bin firmware-1.bin; then printf 'y' | dd of=modified.bin bs=1 seek=5000 conv=notrunc 2>/dev/null; fi
ends 1 on_board secure-boot /dev/i2c-1 boot modified.bin io.key
says "the part refuses the image"
ends 1 on_board secure-boot /dev/i2c-1 install modified.bin firmware-1.sig io.key
says "the part refuses the image"

say "Signed, but not by the vendor: not installed, and what is installed stays."
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out stranger.key
openssl dgst -sha256 -sign stranger.key -out modified.sig modified.bin
ends 1 on_board secure-boot /dev/i2c-1 install modified.bin modified.sig io.key
says "the part refuses the image"
ends 0 on_board secure-boot /dev/i2c-1 boot firmware-1.bin io.key

say "An update: the new image starts, the old one no more."
ends 0 on_board secure-boot /dev/i2c-1 install firmware-2.bin firmware-2.sig io.key
ends 0 on_board secure-boot /dev/i2c-1 boot firmware-2.bin io.key
ends 1 on_board secure-boot /dev/i2c-1 boot firmware-1.bin io.key
says "the part refuses the image"

say "Somebody on the bus repeats what was said before, or says yes in the part's place: the host sees it."
openssl dgst -sha256 -binary firmware-2.bin >good.digest
openssl dgst -sha256 -binary modified.bin >other.digest
ends 0 on_board boot-middle /dev/i2c-1 io.key good.digest other.digest
says "a good start: it is granted" \
	"the other image, with the answers of before: the answer is not this part's answer to this question" \
	"the good image, with the answers of before: the answer is not this part's answer to this question" \
	"the other image, with a plain success: the answer is not this part's answer to this question" \
	"the good image beside it: it is granted" \
	"the question of before: status 01"

say "A part that knows the vendor, but not this board: refused by the part, for it does not understand the digest."
part=other.nvm
openssl rand -out other.key 32
sesim chip new atecc608a other.nvm
ends 0 on_board secure-boot /dev/i2c-1 provision --lock-for-good vendor.pem other.key
ends 0 on_board secure-boot /dev/i2c-1 install firmware-2.bin firmware-2.sig other.key
ends 1 on_board secure-boot /dev/i2c-1 boot firmware-2.bin io.key
says "the part refuses the image"
ends 0 on_board secure-boot /dev/i2c-1 boot firmware-2.bin other.key

say "No part, no start."
ends 3 limited sesim run -- secure-boot /dev/i2c-1 boot firmware-2.bin other.key
says "no part wakes at address 60"
ends 3 secure-boot /dev/i2c-nowhere boot firmware-2.bin other.key
