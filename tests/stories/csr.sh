#!/bin/sh
# tests/stories/csr.sh BUILD: an empty ATECC608A makes its key inside and sends a request to its owner's authority (docs/stories/csr.md).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/story.sh"
. "$here/broker.sh"
need_chips

say "A blank ATECC608A: its configuration is locked, it makes a key in slot 0, its data zone is locked."
openssl rand -out digest 32
runs sesim chip new atecc608a board.nvm
on_board="sesim run --chip atecc608a,state=board.nvm --trace bus.pcapng --"
runs $on_board provision --lock-for-good /dev/i2c-1 digest public.der signature.der
sesim chip show board.nvm | grep -E '^(config|data) zone +locked'

say "The request for a certificate, signed inside the part. The key is named by what openssl takes as a URI."
name=board-$(sesim chip show board.nvm --json | sed -n 's/^ *"serial": *"\([0-9a-f]*\)".*/\1/p')
runs $on_board openssl req -new -key "sesim:slot=0" -subj "/CN=$name" -out board.csr
runs openssl req -in board.csr -verify -noout -subject
says "verify OK"
openssl req -in board.csr -noout -pubkey | openssl pkey -pubin -outform DER | cmp - public.der || wrong "that is not the key that the part made"
sesim trace bus.pcapng >trace
grep 'Sign' trace
cat board.csr

say "Its owner's authority answers with a certificate."
authority customer "SIMULATED authority of a customer"
signed board customer 20250101000000Z 20450101000000Z
runs openssl verify -CAfile customer.pem board.pem
openssl x509 -in board.pem -subject -issuer -dates

say "A mosquitto that knows that authority, and tells devices apart by their certificates' names."
certificate_for_server
broker customer.pem
grep -E 'cafile|require_certificate|use_identity_as_username' mosquitto.conf

say "mosquitto_pub takes keys from files alone: a file that says where the key is."
runs $on_board openssl pkey -in "sesim:slot=0" -out board.key
cat board.key

publish_from_board() {
	runs $on_board mosquitto_pub -h 127.0.0.1 -p "$tls_port" --cafile server.pem --cert board.pem --key board.key -i board \
		-q 1 -t "devices/$name/hello" "$@"
}
expect_message got.1
publish_from_board -m "made inside, signed inside"
receipt got.1 "$name"
expect_message got.2
publish_from_board --tls-version tlsv1.2 -m "with TLS 1.2 too"
receipt got.2 "$name"
sesim trace bus.pcapng | grep 'Sign'

say "Another blank part, provisioned in the same way, has another key: this certificate is of no use to it."
sesim chip new atecc608a other.nvm
sesim run --chip atecc608a,state=other.nvm -- provision --lock-for-good /dev/i2c-1 digest other.der signature.der >provision.log
refused sesim run --chip atecc608a,state=other.nvm -- mosquitto_pub -h 127.0.0.1 \
	-p "$tls_port" --cafile server.pem --cert board.pem --key board.key -q 1 -t "devices/$name/hello" -m "me too"
says "A TLS error occurred"
