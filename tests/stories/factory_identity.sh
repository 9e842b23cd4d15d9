#!/bin/sh
# tests/stories/factory_identity.sh BUILD: an SE050C's factory certificate and unique id, and TLS with its key (docs/stories/factory-identity.md).
set -eu
. "$(dirname "$0")/story.sh"
. "$stories/tls.sh"

part=device.nvm profile=se050c
on_device() {
	limited sesim run --chip "$profile,state=$part" -- "$@"
}

device_openssl() {
	limited sesim run --chip "$profile,state=$part" -- openssl "$@"
}

# What differs between the key pairs of the factory: key, certificate, kind, and what TLS 1.2 and 1.3 say of its signatures.
pairs="f0000100:f0000101:id-ecPublicKey:ECDSA:ECDSA f0000110:f0000111:rsaEncryption:RSA:RSA-PSS"

say "A part as its factory leaves it, and the authorities that signed what it holds."
sesim chip new se050c device.nvm
sesim chip authority se050c --root >root.pem
sesim chip authority se050c >authorities.pem
openssl x509 -in root.pem -noout -subject | tee said
says SIMULATED

say "Who it is: C code reads the unique id and the certificate (examples/se05x_identity.c)."
ends 0 on_device se05x-identity /dev/i2c-1
cp said identity.pem
id=$(sed -n 's/^unique id *//p' identity.pem)
[ "${#id}" = 36 ] || fail "the unique id is not 18 bytes"
ends 0 on_device se05x-identity /dev/i2c-1 f0000111
cp said rsa.pem
[ "$(sed -n 's/^unique id *//p' rsa.pem)" = "$id" ] || fail "the unique id has changed"
ends 1 on_device se05x-identity /dev/i2c-1 f0000100
says "f0000100"
ends 3 limited sesim run -- se05x-identity /dev/i2c-1

say "The same over a socket, where somebody serves the bus."
begin serve.log sesim serve --chip se050c,state=device.nvm --clock instant --listen unix:bus.sock
eventually "$begun" test -S bus.sock || wrong "no bus is served"
ends 0 se05x-identity unix:bus.sock
cmp said identity.pem
kill "$begun"
wait "$begun" || :

say "Both certificates lead to the simulated root, and to no other."
authority stranger
for certificate in identity.pem rsa.pem; do
	ends 0 openssl verify -CAfile root.pem -untrusted authorities.pem "$certificate"
	ends 2 openssl verify -CAfile stranger.pem -untrusted authorities.pem "$certificate"
	openssl x509 -in "$certificate" -noout -subject -issuer -dates -serial | tee said
	says SIMULATED "notBefore=Jan  1 00:00:00 2025 GMT"
done

say "TLS: the server wants a certificate that leads to the root; the client's key stays in the part."
server_certificate
client() {
	version=$1
	shift
	tls_talks "$version" device_openssl s_client -CAfile server.pem "$@"
}
tls_server server.log openssl s_server -key server.key -cert server.pem -CAfile root.pem -Verify 3 -verify_return_error
for pair in $pairs; do
	IFS=: read -r key certificate kind signature12 signature13 <<-PAIR
	$pair
	PAIR
	device_openssl storeutl -certs "sesim:certificate=$certificate" >said 2>&1 || wrong "no certificate by its URI"
	openssl x509 -in said -noout -text | grep -q "Public Key Algorithm: $kind" || fail "$certificate is of another kind"
	client tls1_2 -cert "sesim:certificate=$certificate" -key "sesim:key=$key" -cert_chain authorities.pem ||
		wrong "TLS 1.2 with $key"
	served "Protocol version: TLSv1.2" "Signature type: $signature12" "Verification: OK" SIMULATED
	client tls1_3 -cert "sesim:certificate=$certificate" -key "sesim:key=$key" -cert_chain authorities.pem ||
		wrong "TLS 1.3 with $key"
	served "Protocol version: TLSv1.3" "Signature type: $signature13" "Verification: OK" SIMULATED
done

say "Refused: no certificate at all; names that are the same, but signed by a stranger."
if client tls1_2; then wrong "a client without a certificate is served"; fi
served "peer did not return a certificate"
openssl x509 -in identity.pem -noout -subject -nameopt compat | sed 's/^subject=//' >name
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout forged.key -subj "$(cat name)" -out forged.csr 2>/dev/null
openssl x509 -req -in forged.csr -CA stranger.pem -CAkey stranger.key -days 30 -out forged.pem 2>/dev/null
if client tls1_2 -cert forged.pem -key forged.key; then wrong "a stranger's certificate is accepted"; fi
served "certificate verify failed"
if client tls1_3 -cert forged.pem -key forged.key; then wrong "a stranger's certificate is accepted"; fi
served "certificate verify failed"

say "Refused: the certificate with the key of another part; a part of a batch with another secret, that is, another root."
part=other.nvm
sesim chip new se050c other.nvm
if client tls1_3 -cert identity.pem -key sesim:key=f0000100; then wrong "another part's key is accepted"; fi
says "key values mismatch"
openssl rand -hex 32 >batch.key
part=batch.nvm
profile=se050e # without RSA, whose authorities' keys take seconds to find
sesim chip new se050e batch.nvm --batch batch.key
sesim chip authority se050e --batch batch.key >batch-authorities.pem
if client tls1_3 -cert sesim:certificate=f0000101 -key sesim:key=f0000100 -cert_chain batch-authorities.pem; then
	wrong "a part of another batch is accepted"
fi
served "self-signed certificate in certificate chain"
known=$port known_log=$server_log
tls_server batch.log openssl s_server -key server.key -cert server.pem -CAfile batch-authorities.pem -Verify 3 -verify_return_error
client tls1_3 -cert sesim:certificate=f0000101 -key sesim:key=f0000100 || wrong "a part of the batch where the batch is known"
served "Verification: OK"
part=device.nvm profile=se050c
if client tls1_3 -cert sesim:certificate=f0000101 -key sesim:key=f0000100 -cert_chain authorities.pem; then
	wrong "a part that is not of the batch is accepted where only the batch is known"
fi
served "certificate verify failed"
port=$known server_log=$known_log
client tls1_3 -cert sesim:certificate=f0000101 -key sesim:key=f0000100 -cert_chain authorities.pem ||
	wrong "the part itself is not accepted any more"

say "The other way round: a server whose key stays in the part."
for pair in $pairs; do
	IFS=: read -r key certificate kind signature12 signature13 <<-PAIR
	$pair
	PAIR
	tls_server "server-$key.log" limited sesim run --chip se050c,state=device.nvm -- openssl s_server \
		-key "sesim:key=$key" -cert "sesim:certificate=$certificate" -cert_chain authorities.pem -naccept 3
	for version in tls1_2 tls1_3; do
		tls_talks "$version" limited openssl s_client -CAfile root.pem || wrong "$version to the server with $key"
		served "CONNECTION ESTABLISHED"
	done
	if tls_talks tls1_3 limited openssl s_client -CAfile stranger.pem; then wrong "a stranger's root is as good"; fi
	says "certificate verify failed"
	wait "$begun" || wrong "the server with $key"
done
