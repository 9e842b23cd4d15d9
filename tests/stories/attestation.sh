#!/bin/sh
# tests/stories/attestation.sh BUILD: a key that a part made, accepted far away (docs/stories/attestation.md).
set -eu
. "$(dirname "$0")/story.sh"

# Everybody may sign, read and delete; nobody may do more (AN12413 3.7.1).
policy=080000000010240000

# The device's side has the part, the verifier's side has the root.
device() {
	limited sesim run --chip "$profile,state=$part" -- attest-key /dev/i2c-1 "$@"
}

verifier() {
	attest-verify --root root.pem --signers signers.pem --challenge challenge --object 20000001 --policy "$policy" "$@"
}

# attested ID: the verifier asks, the device answers; certificate.der, answer.
attested() {
	ends 0 attest-verify --new-challenge challenge
	cp challenge sent
	ends 0 device attest "$1" sent answer certificate.der
}

# refused REASON ARG...: the verifier does not accept it, and writes no key.
refused() {
	reason=$1
	shift
	rm -f refused.pem
	ends 1 verifier "$@" refused.pem
	says "$reason"
	[ ! -e refused.pem ] || fail "a refused key was written"
}

# flip FILE OFFSET: one bit of that byte.
flip() {
	byte=$(od -An -tu1 -j "$2" -N 1 "$1")
	printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

story() {
	profile=$1
	part=$profile.nvm
	not_signed="the attester did not sign this, or not in answer to this challenge"

	say "$profile: the verifier has the simulated root of the attestation keys, and no part."
	sesim chip new "$profile" "$part"
	sesim chip new "$profile" other.nvm
	sesim chip authority "$profile" >authorities.pem
	sed -n '/^# se05x-attestation-ecc-root /,/^-----END/p' authorities.pem >root.pem
	sed -n '/^# se05x-attestation-ecc /,/^-----END/p' authorities.pem >signers.pem

	say "The part makes a key and attests it, in answer to a challenge."
	ends 0 device generate 20000001
	attested 20000001
	ends 0 verifier certificate.der answer key.pem
	says "made the key 20000001 itself"
	id=$(sed -n 's/.*the part \([0-9a-f]*\) made.*/\1/p' said)
	cat key.pem

	cp answer good.answer
	cp certificate.der good.der
	cp sent good.challenge

	say "Refused: the answer once more. A challenge serves once, and an old answer is to an old challenge."
	refused "there is no challenge challenge, or it has served" certificate.der answer
	ends 0 attest-verify --new-challenge challenge
	refused "$old_challenge" certificate.der good.answer

	say "Refused: an answer with anything in it altered; here attributes, policy, origin, public key."
	for at in 8 40 "$attributes" $((attributes + 4)) $((attributes + 20)) $((attributes + 23)); do
		cp good.answer altered
		flip altered "$at"
		cp good.challenge challenge
		refused "$not_signed" certificate.der altered
	done
	cp good.challenge challenge
	ends 0 verifier --unique-id "$id" certificate.der good.answer key.pem

	say "Refused: a key that came from outside, though the part attests it, under the same policy."
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out outside.key
	part=other.nvm
	ends 0 device import 20000001 outside.key
	attested 20000001
	refused "the key was not made inside the part" certificate.der answer

	say "Refused: another part, whatever it attests, when this one is wanted; and its answer under this one's certificate."
	ends 0 limited sesim run --chip "$profile,state=$part" -- se05x-object /dev/i2c-1 delete 20000001
	ends 0 device generate 20000001
	attested 20000001
	refused "it is of another part" --unique-id "$id" certificate.der answer
	cp sent challenge
	refused "$not_signed" good.der answer
	cp sent challenge
	ends 0 verifier certificate.der answer key.pem

	say "Refused: another object, another policy than the one wanted."
	part=$profile.nvm
	ends 0 device generate 20000002
	attested 20000002
	refused "$other_object" certificate.der answer
	ends 0 limited sesim run --chip "$profile,state=$part" -- se05x-object /dev/i2c-1 generate 20000003
	attested 20000003
	refused "the key has another policy" --object 20000003 certificate.der answer

	say "Refused: the certificate of another key of the part, one that signs whatever it is given (F0000100)."
	attested 20000001
	limited sesim run --chip "$profile,state=$part" -- se05x-identity /dev/i2c-1 f0000101 >cloud.pem
	openssl x509 -in cloud.pem -outform DER -out cloud.der
	refused "the attester's certificate: unable to get" cloud.der answer

	say "Refused: a chain to any other root, also one with the same names."
	openssl x509 -in root.pem -noout -subject -nameopt compat | sed 's/^subject=//' >name
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout stranger.key -out stranger.pem -days 30 \
		-subj "$(cat name)" -addext basicConstraints=critical,CA:TRUE 2>/dev/null
	attested 20000001
	rm -f refused.pem
	ends 1 attest-verify --root stranger.pem --signers signers.pem --challenge challenge --object 20000001 \
		--policy "$policy" certificate.der answer refused.pem
	says "the attester's certificate: "
	[ "$(openssl x509 -in stranger.pem -noout -subject)" = "$(openssl x509 -in root.pem -noout -subject)" ] || fail "other names"
	openssl x509 -inform DER -in certificate.der -noout -pubkey >attester.pem
	openssl req -new -key stranger.key -subj /CN=attester -out request.pem 2>/dev/null
	openssl x509 -req -in request.pem -force_pubkey attester.pem -CA stranger.pem -CAkey stranger.key -days 30 \
		-outform DER -out forged.der 2>/dev/null
	cp sent challenge
	refused "the attester's certificate: " forged.der answer
	cp sent challenge
	ends 0 verifier certificate.der answer key.pem
}

# Where the attributes begin in each form, and what another challenge or object looks like: from 7.2 on both are in the
# command, which is signed and not repeated.
attributes=69
old_challenge="it answers another challenge"
other_object="it is of another object"
story se050c
attributes=95
old_challenge="the attester did not sign this, or not in answer to this challenge"
other_object=$old_challenge
rm -f other.nvm
story se050e
