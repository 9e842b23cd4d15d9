#!/bin/sh
# tests/stories/refusals.sh BUILD: what a broker refuses, and why, and that it goes on letting in the good (docs/stories/refusals.md).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/story.sh"
. "$here/broker.sh"

say "A signer, and devices of it: good and other are in order, late's certificate has expired; stray is signed by somebody else."
authority signer "SIMULATED signer of devices"
authority stranger "SIMULATED signer of somebody else"
device good signer
device other signer
device late signer 20200101000000Z 20210101000000Z
device early signer 20900101000000Z 20910101000000Z
device stray stranger
certificate_for_server
broker signer.pem
open_door

# still_good: the good device publishes, so a refusal before it was not a broker that is down.
messages=0
still_good() {
	messages=$((messages + 1))
	expect_message "got.$messages"
	try=runs publish good good.key "message $messages"
	receipt "got.$messages" good
}

say "1. A broker that knows each device and no authority."
runs door register registry good.pem
still_good

say "A device that nobody registered, though the same signer signed it:"
try=refused publish other other.key "am I one of you?"
door_says 'other: refused: not registered'
still_good

say "The key of another part: the device's own program sees that certificate and key do not belong together."
try=refused publish good other.key "it is me"
says "A TLS error occurred"
still_good

say "A cloned part: it can repeat all that is public of the good one, certificate and key. It cannot sign as it."
counterfeit good.pem
try=refused publish good claimed.key "it is me"
door_says 'good: refused: the client does not hold the certificate.s key (bad signature)'
still_good

say "An expired certificate, or one of the future, is not registered:"
refused door register registry late.pem
says "certificate has expired (valid Jan  1 00:00:00 2020 GMT to Jan  1 00:00:00 2021 GMT)"
refused door register registry early.pem
says "certificate is not yet valid"
echo "Nor let in when it is in the registry, as any is some day:"
cp late.pem "registry/$(openssl x509 -in late.pem -outform DER | sha256sum | cut -d ' ' -f 1).pem"
try=refused publish late late.key "how late is it?"
door_says 'late: refused: certificate has expired'
still_good

say "A certificate with one bit changed is not the registered one; here the last bit of its signature:"
altered() {
	openssl x509 -in good.pem -outform DER >good.der
	flip_bit good.der "$1" "$2" >altered.der
	openssl x509 -inform DER -in altered.der -out altered.pem
}
altered $(($(openssl x509 -in good.pem -outform DER | wc -c) - 1)) 0
refused door register registry altered.pem signer.pem
says "certificate signature failure"
try=refused publish altered good.key "nearly me"
door_says 'good: refused: not registered'
still_good

if [ "$keys" = chips ]; then
	say "The wrong chip, or none: there is no such key, and the program says so before it goes anywhere."
	openssl pkey -in good.key -noout
	refused openssl pkey -in "sesim:link=sim:se050c;address=48;slot=0" -noout
	says "sesim::the key in the chip cannot be had"
	refused openssl pkey -in "sesim:link=sim:atecc608a;slot=0" -noout
	says "it holds no private key"
	refused openssl pkey -in "sesim:link=sim:;slot=0" -noout
	says "nothing answers there"
fi

say "No certificate at all:"
refused mosquitto_pub -h 127.0.0.1 -p "$door_port" --cafile server.pem -q 1 -t devices/good/hello -m "just me"
door_says 'somebody: refused: the client shows no certificate'
still_good

say "2. The same at stock mosquitto, which knows the signer: its own TLS, its own words."
door_port=$tls_port
broker_says() {
	eventually "$broker_process" grep -q "$1" mosquitto.log || wrong "the broker does not say: $1"
	grep "$1" mosquitto.log | tail -n 1 | sed 's/^[0-9]*: /the broker says: /'
}

# alerted NAME KEY ALERT: TLS's word for why, as a client that prints it gets it.
alerted() {
	refused openssl s_client -connect "127.0.0.1:$door_port" -CAfile server.pem -cert "$1.pem" -key "$2" \
		-tls1_2 -brief
	says "$3"
}
still_good

say "A clone:"
try=refused publish good claimed.key "it is me"
broker_says 'bad signature'
alerted good claimed.key "alert decrypt error"
still_good

say "An expired certificate:"
try=refused publish late late.key "how late is it?"
alerted late late.key "alert certificate expired"
still_good

say "A device of another signer:"
try=refused publish stray stray.key "and me?"
alerted stray stray.key "alert unknown ca"
still_good

say "An altered certificate:"
try=refused publish altered good.key "nearly me"
alerted altered good.key "alert decrypt error"
still_good

say "And a good device that speaks in another's name: mosquitto gives its message to nobody."
expect_message got.last
runs mosquitto_pub -h 127.0.0.1 -p "$tls_port" --cafile server.pem --cert other.pem --key other.key -q 1 \
	-t devices/good/hello -m "good says so"
broker_says "Denied PUBLISH from .*devices/good/hello"
try=runs publish good good.key "I said nothing"
receipt got.last good
grep -q "message I said nothing" got.last || wrong "the other's message went through"
