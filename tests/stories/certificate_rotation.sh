#!/bin/sh
# tests/stories/certificate_rotation.sh BUILD: a device gets a new key and certificate (docs/stories/certificate-rotation.md).
set -eu
. "$(dirname "$0")/story.sh"
. "$stories/tls.sh"

on_device() {
	limited sesim run --chip se050c,state=device.nvm -- "$@"
}

device_openssl() {
	limited sesim run --chip se050c,state=device.nvm -- openssl "$@"
}

# enrol KEY CERTIFICATE NAME: a key made inside, a request, the customer's signature, the certificate into the part.
enrol() {
	ends 0 on_device se05x-object /dev/i2c-1 generate "$1"
	ends 0 device_openssl req -new -key "sesim:key=$1" -subj "$3" -out request.pem
	ends 0 openssl x509 -req -in request.pem -CA customer.pem -CAkey customer.key -days 365 -outform DER -out certificate.der
	ends 0 on_device se05x-object /dev/i2c-1 put "$2" certificate.der
}

connect() {
	version=$1
	shift
	tls_talks "$version" device_openssl s_client -CAfile server.pem -cert "sesim:certificate=$2" -key "sesim:key=$1"
}

serve() {
	log=$1
	shift
	tls_server "$log" openssl s_server -key server.key -cert server.pem -CAfile customer.pem -Verify 1 -verify_return_error "$@"
}

say "A customer has an authority and a server; the device has an SE050C."
authority customer
server_certificate
sesim chip new se050c device.nvm

say "First generation: key 20000001, certificate in 20000002."
enrol 20000001 20000002 "/O=Customer/OU=generation 1/CN=device-1"
serve first.log
for version in tls1_2 tls1_3; do
	connect "$version" 20000001 20000002 || wrong "the first certificate is not accepted"
	served "OU = generation 1" "Verification: OK"
done

say "Second generation beside it: key 20000011, certificate in 20000012. Both are good while devices change over."
enrol 20000011 20000012 "/O=Customer/OU=generation 2/CN=device-1"
for version in tls1_2 tls1_3; do
	connect "$version" 20000011 20000012 || wrong "the second certificate is not accepted"
	served "OU = generation 2" "Verification: OK"
	connect "$version" 20000001 20000002 || wrong "the first certificate is not accepted any more"
	served "OU = generation 1" "Verification: OK"
done

say "Keys and certificates do not mix."
if connect tls1_3 20000011 20000002; then wrong "the first certificate goes with the second key"; fi
says "key values mismatch"

say "The customer revokes the first one: his server takes only the second."
ends 0 on_device se05x-object /dev/i2c-1 get 20000002 first.der
cat >ca.cnf <<'CONF'
[ca]
default_ca = customer
[customer]
database = revoked.txt
default_md = sha256
default_crl_days = 30
CONF
: >revoked.txt
ends 0 openssl ca -config ca.cnf -keyfile customer.key -cert customer.pem -revoke first.der
ends 0 openssl ca -config ca.cnf -keyfile customer.key -cert customer.pem -gencrl -out revoked.pem
serve second.log -CRL revoked.pem -crl_check
for version in tls1_2 tls1_3; do
	if connect "$version" 20000001 20000002; then wrong "a revoked certificate is accepted"; fi
	served "certificate revoked"
	connect "$version" 20000011 20000012 || wrong "the second certificate is not accepted"
	served "OU = generation 2" "Verification: OK"
done

say "The device retires it: neither key nor certificate are there any more."
ends 0 on_device se05x-object /dev/i2c-1 delete 20000001
ends 0 on_device se05x-object /dev/i2c-1 delete 20000002
ends 1 on_device se05x-object /dev/i2c-1 get 20000002 none.der
if connect tls1_3 20000001 20000002; then wrong "what was deleted still connects"; fi
says "there is no object 20000001"
ends 1 device_openssl req -new -key sesim:key=20000001 -subj /CN=nobody -out none.pem

say "Not even with a copy of the certificate, for there is no key to it."
openssl x509 -inform DER -in first.der -out first.pem
if tls_talks tls1_3 device_openssl s_client -CAfile server.pem -cert first.pem -key sesim:key=20000011; then
	wrong "the first certificate goes with the second key"
fi
says "key values mismatch"

say "The second generation goes on, after each power-up."
connect tls1_3 20000011 20000012 || wrong "the second certificate is not accepted"
served "OU = generation 2" "Verification: OK"

say "The same in slots of a TrustFLEX part: keys in slots 2 and 3, which can be made anew, the certificate in slot 8."
sesim chip new atecc608a-tflxtls flex.nvm
on_flex() {
	limited sesim run --chip atecc608a-tflxtls,state=flex.nvm -- "$@"
}

flex_openssl() {
	limited sesim run --chip atecc608a-tflxtls,state=flex.nvm -- openssl "$@"
}

# enrol_slot SLOT NAME: into slot 8, over what was there.
enrol_slot() {
	ends 0 on_flex atca-slot /dev/i2c-1 36 generate "$1" --for-good
	ends 0 flex_openssl req -new -key "sesim:address=36;slot=$1" -subj "$2" -out request.pem
	ends 0 openssl x509 -req -in request.pem -CA customer.pem -CAkey customer.key -days 365 -outform DER -out certificate.der
	ends 0 on_flex atca-slot /dev/i2c-1 36 put 8 certificate.der
}

# connect_slot VERSION SLOT: with that key and the certificate that the part has.
connect_slot() {
	ends 0 on_flex atca-slot /dev/i2c-1 36 get 8 current.der
	tls_talks "$1" flex_openssl s_client -CAfile server.pem -cert current.der -key "sesim:address=36;slot=$2"
}

serve third.log
enrol_slot 2 "/O=Customer/OU=generation 1/CN=device-2"
cp certificate.der old.der
for version in tls1_2 tls1_3; do
	connect_slot "$version" 2 || wrong "the first certificate in a slot is not accepted"
	served "OU = generation 1, CN = device-2" "Verification: OK"
done
enrol_slot 3 "/O=Customer/OU=generation 2/CN=device-2"
for version in tls1_2 tls1_3; do
	connect_slot "$version" 3 || wrong "the second certificate in a slot is not accepted"
	served "OU = generation 2, CN = device-2" "Verification: OK"
done
if connect_slot tls1_3 2; then wrong "the second certificate goes with the first key"; fi
says "key values mismatch"

say "The first key is made anew, so that nobody has it; keys that are for good stay what they are."
ends 0 on_flex atca-slot /dev/i2c-1 36 generate 2 --for-good
if tls_talks tls1_3 flex_openssl s_client -CAfile server.pem -cert old.der -key "sesim:address=36;slot=2"; then
	wrong "the first certificate is still accepted"
fi
says "key values mismatch"
ends 1 on_flex atca-slot /dev/i2c-1 36 generate 0 --for-good
says "the part refuses with status 0f"
ends 2 on_flex atca-slot /dev/i2c-1 36 generate 3 --perhaps
connect_slot tls1_3 3 || wrong "the second certificate is not accepted any more"
served "OU = generation 2, CN = device-2"
