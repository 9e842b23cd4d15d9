#!/bin/sh
# tests/stories/demo.sh BUILD: what a newcomer sees first. Every program but ours is Debian's own.
set -eu
. "$(dirname "$0")/story.sh"

show() {
	printf '$ %s\n' "$*"
	"$@"
}

say "A bus that is not there, with a blank ATECC608A. Debian's i2cdetect finds it, because its scan woke it:"
show sesim run --chip atecc608a -- i2cdetect -y 1 | tee found
grep -q '60' found

say "At 400 kHz no address keeps SDA low for 60 us, and the part sleeps on:"
show sesim run --speed 400000 --chip atecc608a -- i2cdetect -y 1 | tee asleep
if grep -q '^60: 60' asleep; then exit 1; fi

say "A wake pulse, the wake answer 04 11 33 43, and the serial number (bytes 0-3 and 8-12 of the config zone):"
cat >read-serial <<'SH'
i2ctransfer -y -a 1 w1@0x00 0x00 2>/dev/null || true
i2ctransfer -y 1 r4@0x60
i2ctransfer -y 1 w8@0x60 0x03 0x07 0x02 0x80 0x00 0x00 0x09 0xad
i2ctransfer -y 1 r35@0x60
SH
cat read-serial
show sesim run --chip atecc608a,serial=0123c0ffee00000cee -- sh read-serial | tee serial
grep -q '0x04 0x11 0x33 0x43' serial
grep -q '0x23 0x01 0x23 0xc0 0xff' serial

say "A program that knows only /dev/i2c-1 locks the part, makes a key and signs; the state stays in a file:"
printf 'a message worth signing\n' >message
openssl dgst -sha256 -binary message >digest
show sesim run --chip atecc608a,state=part.nvm --trace part.pcapng -- \
	provision --lock-for-good /dev/i2c-1 digest key.der signature.der

say "OpenSSL verifies the part's signature with the part's public key:"
openssl pkey -pubin -inform DER -in key.der -out key.pem
cat key.pem
show openssl dgst -sha256 -verify key.pem -signature signature.der message

say "What the part is now:"
show sesim chip show part.nvm | head -n 24

say "And what was said on the bus:"
show sesim trace part.pcapng >trace
tail -n 14 trace
grep -q Sign trace

say "An SE050C beside it: T=1 over I2C, PlatformSCP03 with the published keys of its type, a key made inside, a signature:"
enc=852B5962E9CCE5D0BE746B833BCC6287
mac=DB0AA319A408696C8E107AB4E3C26B47
show sesim run --chip se050c,state=se050.nvm --trace se050.pcapng -- \
	se05x-sign /dev/i2c-1 "$enc:$mac" digest .
openssl pkey -pubin -inform DER -in key.der -out key.pem
show openssl dgst -sha256 -verify key.pem -signature signature.der message

say "The part says of that key where it is from, and signs it with its own attestation key:"
openssl pkey -pubin -inform DER -in attester.der -out attester.pem
show openssl dgst -sha256 -verify attester.pem -signature attested.der attested.bin

say "Its objects, with their policies in words:"
sesim chip show se050.nvm | sed -n '/^objects/,$p' | grep --no-group-separator -A 3 -E '^(objects|7fff0206|20000001)'

say "And what was said on the bus; what is protected stays so:"
show sesim trace se050.pcapng >trace
cut -c -118 trace
grep -q 'WriteECKey, protected' trace

say "An SE050C as its factory leaves it. C code reads its unique id and its certificate, and whether that is of its key:"
show sesim run --chip se050c,state=factory.nvm -- se05x-identity /dev/i2c-1 | tee identity.pem
sesim chip authority se050c --root >root.pem
sesim chip authority se050c >authorities.pem
show openssl verify -CAfile root.pem -untrusted authorities.pem identity.pem

if grep -q -s '^SESIM_SANITIZE:BOOL=ON' "$build/CMakeCache.txt"; then exit 0; fi # openssl cannot load that provider
. "$stories/tls.sh"
say "A TLS server that wants a certificate of such a part; a client whose key F0000100 stays in the part:"
server_certificate
tls_server server.log openssl s_server -key server.key -cert server.pem -CAfile root.pem -Verify 3 -verify_return_error
tls_talks tls1_3 sesim run --chip se050c,state=factory.nvm -- openssl s_client -CAfile server.pem \
	-cert sesim:certificate=f0000101 -key sesim:key=f0000100 -cert_chain authorities.pem
served "Verification: OK"
printf "%s went there and %s came back\n" "$word" "$(tail -n 1 said)"
grep -E '^(Protocol version|Peer certificate|Signature type|Verification)' server.log

. "$stories/broker.sh"
profile=atecc608a-tngtls
say "An ATECC608A Trust&GO as its factory leaves it. C code rebuilds its X.509 certificate from 72 bytes in slot 10:"
show sesim chip new $profile trust.nvm
sesim chip show trust.nvm | sed -n '/^certificates/,/^$/p'
sesim chip authority $profile >pinned.pem
show sesim run --chip $profile,state=trust.nvm -- trustgo-certificate i2c:/dev/i2c-1 pinned.pem >trust.pem
sed '/^signer/,$d' trust.pem
name=$(openssl x509 -in trust.pem -noout -subject -nameopt multiline | sed -n 's/^ *commonName *= //p')

say "An IoT broker (mosquitto, behind a door that knows devices and no authority) gets that certificate registered:"
certificate_for_server
broker
open_door
show door register registry trust.pem

say "It publishes by MQTT with mutual TLS; the key file of mosquitto_pub only says where the key is:"
show sesim run --chip $profile,state=trust.nvm -- openssl pkey -in "sesim:address=35;slot=0" -out trust.key
cat trust.key
expect_message trust.got
show sesim run --chip $profile,state=trust.nvm -- mosquitto_pub -h 127.0.0.1 -p "$door_port" --cafile server.pem \
	--cert trust.pem --key trust.key -q 1 -t "devices/$name/hello" -m "hello from a Trust&GO part"
receipt trust.got "$name"
kill "$broker_process" "$door_process"
wait "$broker_process" "$door_process" || :

say "The same with an ordinary, empty ATECC608A: it makes its key inside, and asks its owner's authority for a certificate:"
show sesim run --chip atecc608a,state=board.nvm -- provision --lock-for-good /dev/i2c-1 digest public.der signature.der
show sesim run --chip atecc608a,state=board.nvm -- openssl req -new -key sesim:slot=0 -subj /CN=board-1 -out board.csr
authority customer "SIMULATED authority of a customer"
signed board customer 20250101000000Z 20450101000000Z
openssl x509 -in board.pem -subject -issuer
broker customer.pem
show sesim run --chip atecc608a,state=board.nvm -- openssl pkey -in sesim:slot=0 -out board.key
expect_message board.got
show sesim run --chip atecc608a,state=board.nvm -- mosquitto_pub -h 127.0.0.1 -p "$tls_port" --cafile server.pem \
	--cert board.pem --key board.key -q 1 -t devices/board-1/hello -m "made inside, signed inside"
receipt board.got board-1
