# tests/stories/broker.sh: what the stories of brokers share; read after story.sh.
# Everything listens on a unix socket in the story's folder or on a free port of 127.0.0.1, so that stories run side by side.

need openssl openssl
need mosquitto mosquitto
need mosquitto_pub mosquitto-clients
need mosquitto_sub mosquitto-clients

# certificate_for_server: server.pem and server.key of a server on 127.0.0.1, signed by itself.
certificate_for_server() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout server.key -out server.pem -days 30 \
		-subj "/CN=localhost" -addext subjectAltName=DNS:localhost,IP:127.0.0.1 2>/dev/null
}

# broker [CA]: mosquitto on the unix socket mqtt.sock for what runs beside it, and with CA for TLS on
# 127.0.0.1:$tls_port, where a device's name is its certificate's commonName. A device may publish under
# devices/ITS-NAME/ and nowhere else: so the topic of a message says who sent it.
broker() {
	cat >acl <<'ACL'
user cloud
topic read devices/#

pattern write devices/%u/#
ACL
	attempts=20
	while :; do
		tls_port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
		{
			echo "user $(id -un)"
			echo "allow_anonymous true"
			echo "acl_file $dir/acl"
			echo "log_type all"
			echo "listener 0 $dir/mqtt.sock"
			if [ -n "${1:-}" ]; then
				echo "listener $tls_port 127.0.0.1"
				echo "cafile $dir/$1"
				echo "certfile $dir/server.pem"
				echo "keyfile $dir/server.key"
				echo "require_certificate true"
				echo "use_identity_as_username true"
			fi
		} >mosquitto.conf
		begin mosquitto.log mosquitto -c mosquitto.conf
		broker_process=$begun
		if eventually "$begun" grep -q 'mosquitto version .* running' mosquitto.log; then
			return 0
		fi
		attempts=$((attempts - 1))
		if [ "$attempts" = 0 ] || ! grep -q 'Address already in use' mosquitto.log; then
			wrong "the broker does not start"
		fi
	done
}

# open_door [SIGNER]: the door before that broker, on 127.0.0.1:$door_port, with the devices in registry/.
open_door() {
	mkdir -p registry
	rm -f door.port
	begin door.log door serve registry server.pem server.key mqtt.sock door.port "$@"
	door_process=$begun
	eventually "$door_process" test -s door.port || wrong "the door does not open"
	door_port=$(cat door.port)
}

# door_says PATTERN: the line of the door that has it; it may come a moment after the client heard.
door_says() {
	eventually "$door_process" grep -q "$1" door.log || wrong "the door does not say: $1"
	grep "$1" door.log | tail -n 1
}

# expect_message FILE: what the cloud's side gets next is to appear in FILE; for receipt.
expect_message() {
	asked=$(grep -c 'Sending SUBACK to cloud' mosquitto.log || :)
	begin "$1" mosquitto_sub --unix mqtt.sock -i cloud -u cloud -t 'devices/#' -C 1 -W 30 -F 'topic %t, message %p'
	waiting=$begun
	eventually "$waiting" subscribed_again "$asked" || wrong "nobody listens at the broker"
}

subscribed_again() {
	[ "$(grep -c 'Sending SUBACK to cloud' mosquitto.log)" -gt "$1" ]
}

# receipt FILE NAME: waits for that message, which is to be from NAME, and shows it.
receipt() {
	wait "$waiting" || wrong "no message arrived"
	echo "the cloud got: $(cat "$1")"
	grep -q "^topic devices/$2/" "$1" || wrong "the message is not from $2"
	grep -q "New client connected .* u'$2'" mosquitto.log || wrong "the broker does not know $2"
	grep "New client connected .* u'$2'" mosquitto.log | tail -n 1 | sed 's/^[0-9]*: /the broker says: /'
}

# authority NAME COMMON-NAME: NAME.pem and NAME.key of a certificate authority for these stories.
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout "$1.key" -out "$1.pem" -days 3650 \
		-subj "/O=sesim SIMULATED/CN=$2" -addext basicConstraints=critical,CA:TRUE,pathlen:0 \
		-addext keyUsage=critical,keyCertSign 2>/dev/null
}

# signed NAME AUTHORITY FROM TO: NAME.pem for the request NAME.csr, valid between two times YYYYMMDDHHMMSSZ.
signed() {
	mkdir -p "$2.ca"
	: >"$2.ca/index"
	cat >"$2.ca/config" <<CONFIG
[ca]
default_ca = story
[story]
database = $2.ca/index
new_certs_dir = $2.ca
certificate = $2.pem
private_key = $2.key
rand_serial = yes
default_md = sha256
policy = anything
x509_extensions = device
unique_subject = no
[anything]
commonName = supplied
[device]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
CONFIG
	openssl ca -batch -notext -config "$2.ca/config" -in "$1.csr" -out "$1.pem" -startdate "$3" -enddate "$4" 2>ca.log ||
		wrong "the authority $2 does not sign $1"
}

# device_with_file_key NAME AUTHORITY [FROM TO]: NAME.key, a plain file, and NAME.pem.
device_with_file_key() {
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
	signed "$1" "$2" "${3:-20250101000000Z}" "${4:-20450101000000Z}"
}

# counterfeit CLAIMED.pem: claimed.key, which signs with a key of its own and says its public key is the certificate's. It is
# what a counterfeit chip does: it can repeat what is public. Programs that compare the certificate with the key are
# satisfied, so the broker has to find out. In SEC1 form the public point is the last 64 of 121 bytes.
counterfeit() {
	openssl ecparam -name prime256v1 -genkey -noout -outform DER -out counterfeit.der
	openssl x509 -in "$1" -noout -pubkey | openssl pkey -pubin -outform DER -out claimed.der
	[ "$(wc -c <counterfeit.der) $(wc -c <claimed.der)" = "121 91" ] || wrong "a P-256 key of another form"
	{
		head -c 57 counterfeit.der
		tail -c 64 claimed.der
	} >claim.der
	openssl pkey -inform DER -in claim.der -out claimed.key
}

# publish NAME KEY MESSAGE: a device's whole program, through the door. Say `try=runs` or `try=refused` before it.
publish() {
	$try mosquitto_pub -h 127.0.0.1 -p "$door_port" --cafile server.pem --cert "$1.pem" --key "$2" \
		-i "$1" -q 1 -t "devices/$1/hello" -m "$3"
}

# runs COMMAND...: a program that ends well within a minute; what it said is in the file `said`.
runs() {
	printf '$ %s\n' "$*"
	got=0
	limited "$@" >said 2>&1 </dev/null || got=$?
	cat said
	[ "$got" = 0 ] || wrong "exit status $got"
}

# refused COMMAND...: runs it and insists that it fails; mosquitto_pub has several words and numbers for it.
refused() {
	printf '$ %s\n' "$*"
	got=0
	limited "$@" >said 2>&1 </dev/null || got=$?
	cat said
	case $got in
	0) wrong "that was not refused" ;;
	124 | 126 | 127 | 137) wrong "that did not run: exit status $got" ;;
	esac
}

# flip_bit FILE BYTE BIT: the file with that bit changed.
flip_bit() {
	value=$(od -An -tu1 -j "$2" -N 1 "$1")
	head -c "$2" "$1"
	printf "\\$(printf '%03o' $((value ^ 1 << $3)))"
	tail -c +$(($2 + 2)) "$1"
}

# OpenSSL's programs get the provider by OPENSSL_CONF. A build with sanitizers has none that other programs can
# load; then $keys is `files`, and stories that are about chips end there.
keys=chips
if grep -q -s '^SESIM_SANITIZE:BOOL=ON' "$build/CMakeCache.txt"; then keys=files; fi

need_chips() {
	[ "$keys" = files ] || return 0
	echo "skipped: a provider with sanitizers cannot be loaded by other programs; this story runs in a plain build"
	exit 77
}

if [ "$keys" = chips ]; then export OPENSSL_CONF="$build/sesim-openssl.cnf"; fi

# device NAME AUTHORITY [FROM TO]: a blank ATECC608A, NAME.nvm, that made a key in slot 0, of which NAME.key is a reference
# and NAME.pem the certificate.
device() {
	if [ "$keys" = files ]; then
		device_with_file_key "$@"
		return
	fi
	openssl rand -out digest 32
	sesim chip new atecc608a "$1.nvm"
	sesim run --chip "atecc608a,state=$1.nvm" -- \
		provision --lock-for-good /dev/i2c-1 digest public.der signature.der >provision.log
	openssl pkey -in "sesim:link=sim:atecc608a,state=$dir/$1.nvm;slot=0" -out "$1.key"
	openssl req -new -key "$1.key" -out "$1.csr" -subj "/CN=$1"
	signed "$1" "$2" "${3:-20250101000000Z}" "${4:-20450101000000Z}"
}
