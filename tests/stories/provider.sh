#!/bin/sh
# tests/stories/provider.sh BUILD: Debian's own openssl and mosquitto with keys that stay inside an SE050C (docs/PROVIDER.md).
set -eu
. "$(dirname "$0")/story.sh"
. "$stories/tls.sh"
export OPENSSL_CONF="$build/sesim-openssl.cnf"
link=unix:$dir/se.sock

# reference FILE URI: a key file, by the line of docs/PROVIDER.md.
reference() {
	printf -- '-----BEGIN SESIM KEY REFERENCE-----\n%s\n-----END SESIM KEY REFERENCE-----\n' \
		"$(printf %s "$2" | base64)" >"$1"
}

say "an SE050C behind a socket"
begin serve.log sesim serve --chip se050c --clock instant --listen "$link"
eventually "$begun" test -S se.sock || wrong "no server"
echo "a message" >message
head -c 100000 /dev/zero >long

say "signatures, by URI and by key file"
for key in f0000100 f0000110 f0000120; do
	uri="sesim:link=$link;key=$key"
	ends 0 limited openssl pkey -in "$uri" -pubout -out public.pem
	reference by-shell.pem "$uri"
	ends 0 limited openssl pkey -in "$uri" -out by-openssl.pem
	cmp by-shell.pem by-openssl.pem || {
		# Lines of another width are the same reference.
		ends 0 limited openssl pkey -in by-shell.pem -out again.pem
		cmp again.pem by-openssl.pem
	}
	for from in "$uri" by-shell.pem by-openssl.pem; do
		for what in message long; do
			ends 0 limited openssl dgst -sha256 -sign "$from" -out signature "$what"
			ends 0 env OPENSSL_CONF=/dev/null openssl dgst -sha256 -verify public.pem -signature signature "$what"
		done
	done
done
for salt in max digest 20; do
	options="-sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:$salt"
	for what in message long; do
		ends 0 limited openssl dgst $options -sign by-shell.pem -out signature "$what"
		ends 0 env OPENSSL_CONF=/dev/null openssl dgst $options -verify public.pem -signature signature "$what"
	done
done

say "three programs at once, on a part as slow as a real one"
begin slow.log sesim serve --chip se050c --clock real --listen "unix:$dir/slow.sock"
eventually "$begun" test -S slow.sock || wrong "no server"
ends 0 limited openssl pkey -in "sesim:link=unix:$dir/slow.sock;key=f0000100" -pubout -out slow.pem
signers=
for n in 1 2 3; do
	limited openssl dgst -sha256 -sign "sesim:link=unix:$dir/slow.sock;key=f0000100" -out slow.$n message >slow.said.$n 2>&1 &
	signers="$signers $!"
done
for signer in $signers; do
	wait "$signer" || wrong "a program did without its signature: $(cat slow.said.*)"
done
for n in 1 2 3; do
	ends 0 env OPENSSL_CONF=/dev/null openssl dgst -sha256 -verify slow.pem -signature slow.$n message
done

say "requests, certificates, CMS"
for name in ec rsa; do
	[ $name = ec ] && key=f0000100 || key=f0000110
	reference $name.key "sesim:link=$link;key=$key"
	ends 0 limited openssl req -new -key $name.key -subj /CN=device -out $name.csr
	ends 0 env OPENSSL_CONF=/dev/null openssl req -in $name.csr -verify -noout
	ends 0 limited openssl req -x509 -new -key $name.key -subj /CN=localhost -days 30 \
		-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -out $name.pem
	ends 0 env OPENSSL_CONF=/dev/null openssl verify -CAfile $name.pem $name.pem
	ends 0 limited openssl cms -sign -in message -signer $name.pem -inkey $name.key -nodetach -out message.cms
	ends 0 env OPENSSL_CONF=/dev/null openssl cms -verify -in message.cms -CAfile $name.pem -purpose any
done

say "a new key inside the part"
place="sesim:link=$link;key=20000001"
ends 0 limited openssl genpkey -propquery provider=sesim-provider -algorithm EC -pkeyopt group:P-256 \
	-pkeyopt "reference:$place" -out new.key
ends 0 limited openssl dgst -sha256 -sign new.key -out signature message
ends 0 limited openssl pkey -in new.key -pubout -out new.pem
ends 0 openssl dgst -sha256 -verify new.pem -signature signature message
ends 1 limited openssl genpkey -propquery provider=sesim-provider -algorithm EC -pkeyopt "reference:$place"
says "there is a key in that place already"
ends 0 limited openssl genpkey -algorithm EC -pkeyopt group:P-256 -out plain.key
grep -q 'BEGIN PRIVATE KEY' plain.key || fail "keys for files are no longer made as ever"

say "TLS, both ends with keys in the part"
for name in ec rsa; do
	tls_server "server-$name.log" limited openssl s_server -cert $name.pem -key $name.key -CAfile ec.pem -Verify 1
	for version in tls1_2 tls1_3; do
		tls_talks $version limited openssl s_client -CAfile $name.pem -cert ec.pem -key "sesim:link=$link;key=f0000100" ||
			wrong "no TLS"
	done
	tls_server "server-$name-plain.log" openssl s_server -cert $name.pem -key $name.key -CAfile rsa.pem -Verify 1
	tls_talks tls1_3 limited openssl s_client -CAfile $name.pem -cert rsa.pem -key rsa.key || wrong "no TLS"
done
ends 1 limited openssl s_client -connect "127.0.0.1:$port" -cert ec.pem -key new.key
says "key values mismatch"

say "the part as a bus of Linux"
ends 0 limited sesim run --chip se050c --chip atecc608a -- sh -c '
	set -e
	openssl pkey -in "sesim:key=f0000100" -pubout -out run.pem
	openssl dgst -sha256 -sign "sesim:link=i2c:/dev/i2c-1;address=48;key=f0000100" -out signature message
	openssl dgst -sha256 -verify run.pem -signature signature message
	openssl genpkey -propquery provider=sesim-provider -algorithm EC -pkeyopt "reference:sesim:key=20000002" -out run.key
	openssl pkey -in run.key -noout'
ends 0 limited sesim run --adapter rpi --chip se050c -- openssl pkey -in "sesim:key=f0000110" -noout
# Without the folder of descriptions nothing says that the bus is simulated.
ends 1 limited sesim run --chip se050c -- env -u SESIM_TREE openssl genpkey -propquery provider=sesim-provider \
	-algorithm EC -pkeyopt "reference:sesim:key=20000002"
says "nothing says that this one is"
ends 0 limited sesim run --chip se050c -- env -u SESIM_TREE openssl genpkey -propquery provider=sesim-provider \
	-algorithm EC -pkeyopt "reference:sesim:key=20000002;allow-real-writes=yes"
ends 1 limited openssl pkey -in "sesim:link=i2c:/dev/i2c-4711;key=f0000100"
says "there is no /dev/i2c-4711"

say "mosquitto, which has only keyfile"
if command -v mosquitto >/dev/null && command -v mosquitto_pub >/dev/null && command -v mosquitto_sub >/dev/null; then
	for name in ec rsa; do
		tries=20
		while :; do
			mqtt_port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
			printf '%s\n' "user $(id -un)" "listener $mqtt_port 127.0.0.1" "cafile $dir/ec.pem" "certfile $dir/$name.pem" \
				"keyfile $dir/$name.key" "require_certificate true" "use_identity_as_username true" >mosquitto.conf
			begin "mosquitto-$name.log" timeout -k 5 60 mosquitto -c mosquitto.conf
			if eventually "$begun" grep -q 'mosquitto version .* running' "mosquitto-$name.log"; then break; fi
			tries=$((tries - 1))
			[ $tries != 0 ] && grep -q 'Address already in use' "mosquitto-$name.log" || wrong "no broker"
		done
		begin "heard-$name.log" timeout -k 5 60 mosquitto_sub -h localhost -p "$mqtt_port" --cafile $name.pem --cert ec.pem --key ec.key \
			-t news -C 1
		eventually "$begun" grep -q 'New client connected' "mosquitto-$name.log" || wrong "nobody listens"
		ends 0 limited mosquitto_pub -h localhost -p "$mqtt_port" --cafile $name.pem --cert ec.pem --key ec.key -r -t news \
			-m "from the part"
		appears "heard-$name.log" "from the part"
	done
else
	echo "left out: mosquitto, mosquitto_pub or mosquitto_sub is not here; they are in Debian's packages mosquitto and mosquitto-clients"
fi
say "done"
