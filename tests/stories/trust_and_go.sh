#!/bin/sh
# tests/stories/trust_and_go.sh BUILD: a Trust&GO part's certificate, registered without any authority, and MQTT with its key (docs/stories/trust-and-go.md).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/story.sh"
. "$here/broker.sh"

profile=atecc608a-tngtls
# rebuilt PART: what the part's slots say, as certificates, or why they say nothing good; pinned.pem is who may have signed.
rebuilt() {
	"$try" sesim run --chip "${2:-$profile},state=$1.nvm" -- trustgo-certificate i2c:/dev/i2c-1 pinned.pem
}

say "Two ATECC608A Trust&GO as they leave a simulated factory: keys and certificates are in them, all is locked."
runs sesim chip new $profile device.nvm --serial 1001
runs sesim chip new $profile second.nvm --serial 1002
sesim chip show device.nvm >shown
grep -E '^(silicon|serial|config zone|data and OTP) ' shown
sed -n '/^certificates/,/^$/p' shown | tee said
says SIMULATED

say "A certificate takes 72 bytes in slot 10. C code makes X.509 of them again (examples/trustgo_certificate.c)."
sesim chip authority $profile >pinned.pem
try=runs rebuilt device
cp said device.pem
[ "$(grep -c BEGIN device.pem)" = 2 ] || wrong "the device's and the signer's certificate were to come"
openssl x509 -in device.pem -noout -subject -issuer -serial -dates
name=$(openssl x509 -in device.pem -noout -subject -nameopt multiline | sed -n 's/^ *commonName *= //p')
[ "$name" = "sn$(sed -n 's/^serial *//p' shown | tr -d ' ' | tr a-f A-F)" ] ||
	wrong "the certificate has not the part's serial number"
try=runs rebuilt second >rebuilt.log
cp said second.pem

say "A broker that knows no authority at all. The device's certificate is registered, by its fingerprint."
certificate_for_server
broker
open_door
openssl x509 -in device.pem -out leaf.pem
runs door register registry leaf.pem
[ "$(ls registry | wc -l)" = 1 ] || wrong "one certificate was to be registered"

if [ "$keys" = chips ]; then
	say "It publishes over MQTT, with mutual TLS. mosquitto_pub's key file says where the key is; the key stays there."
	for part in device second; do
		openssl pkey -in "sesim:link=sim:$profile,state=$dir/$part.nvm;address=35;slot=0" -out $part.key
	done
	cat device.key
	messages=0
	still_good() {
		messages=$((messages + 1))
		expect_message "got.$messages"
		try=runs publish_as device "hello from a Trust&GO part, $messages" "$@"
		receipt "got.$messages" "$name"
	}
	publish_as() {
		part=$1 message=$2
		shift 2
		$try mosquitto_pub -h 127.0.0.1 -p "$door_port" --cafile server.pem --cert "$part.pem" --key "$part.key" \
			-i "$part" -q 1 -t "devices/$name/hello" -m "$message" "$@"
	}
	still_good
	still_good --tls-version tlsv1.2
	door_says "$name: let in"

	say "The second part comes from the same signer, but nobody registered it."
	try=refused publish_as second "me too"
	door_says 'refused: not registered'
	still_good

	say "The key of another part does not go with the certificate."
	cp second.key mixed.key
	cp device.pem mixed.pem
	try=refused publish_as mixed "it is me"
	says "TLS error"
	still_good
fi

say "Bits that changed in slot 10, in each of its fields: signature, dates, signer, chain, format."
compressed=$(sesim chip show device.nvm --json | awk '/"slot": 10,/ { inside = 1 } inside && /"data":/ { print; exit }' | tr -cd '0-9a-f' | tail -c 144)
[ "${#compressed}" = 144 ] || wrong "slot 10 was to hold 72 bytes"
for byte in 0 31 32 63 64 66 67 69 70; do
	was=$(printf '%s' "$compressed" | cut -c "$((2 * byte + 1))-$((2 * byte + 2))")
	cp device.nvm altered.nvm
	sesim chip set altered.nvm "slots[10].data[$byte]=$(printf '%02x' $((0x$was ^ 1)))"
	try=refused rebuilt altered
	grep -q -e "certificate signature failure" -e "unable to get local issuer certificate" -e "it was altered" said ||
		wrong "it was refused for another reason"
done
try=runs rebuilt device >rebuilt.log
cmp said device.pem

say "A clone: all that can be read of the device, on a chip with another key."
cp device.nvm clone.nvm
sesim chip set clone.nvm "slots[0].private_key=$(openssl rand -hex 31)01"
try=refused rebuilt clone
says "certificate signature failure"

say "The wrong chip: a blank ATECC608A has no certificate, an SE050C is no ATECC."
sesim chip new atecc608a blank.nvm
try=refused rebuilt blank atecc608a
says "the ATECC is no Trust part"
refused sesim run --chip se050c -- trustgo-certificate i2c:/dev/i2c-1 pinned.pem
says "no ATECC wakes at address"

say "A signer that is not pinned: the same part with the signer of somebody else's batch."
openssl rand -hex 32 >batch.key
sesim chip new $profile stranger.nvm --serial 1001 --batch batch.key
try=refused rebuilt stranger
says "unable to get local issuer certificate"
sesim chip authority $profile --batch batch.key >pinned.pem
try=runs rebuilt stranger >rebuilt.log
echo "and with that batch's own signer pinned it is in order"

say "With names of our own (names=sesim) the chain leads from the device to a root that says what it is."
sesim chip new $profile,names=sesim own.nvm --serial 1003
sesim chip authority $profile >pinned.pem
try=runs rebuilt own >rebuilt.log
cp said own.pem
openssl x509 -in own.pem -noout -subject -issuer | tee said
says SIMULATED
