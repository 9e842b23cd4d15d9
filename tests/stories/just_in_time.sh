#!/bin/sh
# tests/stories/just_in_time.sh BUILD: a broker that knows a signer, and devices only when they come (docs/stories/just-in-time.md).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/story.sh"
. "$here/broker.sh"

say "The devices' signer, and two devices whose certificates it signed; and a signer that nobody told the broker of."
authority signer "SIMULATED signer of devices"
authority stranger "SIMULATED signer of somebody else"
device meter-1 signer
device meter-2 signer
device meter-3 stranger
device meter-4 signer

say "A broker, and before it a door that knows the signer and not one device."
certificate_for_server
broker
open_door signer.pem
runs ls registry

say "The first contact registers meter-1, once it has proven that it holds its key, and ends there."
try=refused publish meter-1 meter-1.key "too early"
door_says 'meter-1: registered'
runs ls registry
[ "$(ls registry | wc -l)" = 1 ] || wrong "no registry entry was made"
if grep -q "u'meter-1'" mosquitto.log; then wrong "the first contact reached the broker"; fi

say "The next contact publishes."
expect_message got
try=runs publish meter-1 meter-1.key "here again"
receipt got meter-1

say "What meter-1 did opens nothing for meter-2, which is registered in its turn."
try=refused publish meter-2 meter-2.key "too early"
expect_message got
try=runs publish meter-2 meter-2.key "a second one"
receipt got meter-2

say "A certificate alone registers nobody: a counterfeit shows meter-4's, and lacks its key."
counterfeit meter-4.pem
try=refused publish meter-4 claimed.key "a copy"
door_says 'meter-4: refused: the client does not hold the certificate.s key'

say "A device of another signer is refused, and not registered."
try=refused publish meter-3 meter-3.key "let me in"
door_says 'meter-3: refused: neither registered nor of the signer'

say "In the registry now: meter-1 and meter-2, each under the SHA-256 of its certificate."
for entry in registry/*.pem; do
	runs openssl x509 -in "$entry" -noout -subject -fingerprint -sha256
done
[ "$(ls registry | wc -l)" = 2 ] || wrong "the registry does not hold two devices"
