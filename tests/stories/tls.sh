# tests/stories/tls.sh: what the stories about TLS share; read after story.sh.
# OpenSSL's programs find the provider by OPENSSL_CONF.
need openssl openssl
if grep -q -s '^SESIM_SANITIZE:BOOL=ON' "$build/CMakeCache.txt"; then
	echo "skipped: a provider with sanitizers cannot be loaded by other programs; this story runs in a plain build"
	exit 77
fi
export OPENSSL_CONF="$build/sesim-openssl.cnf"

# authority NAME: NAME.key and NAME.pem, which signs itself.
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout "$1.key" -out "$1.pem" -days 3650 \
		-subj "/O=Customer/CN=$1" -addext basicConstraints=critical,CA:TRUE 2>/dev/null
}

# server_certificate: server.key and server.pem of a server on 127.0.0.1, signed by itself.
server_certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout server.key -out server.pem -days 30 \
		-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 2>/dev/null
}

# tls_server LOG COMMAND...: that openssl s_server on a free port of 127.0.0.1, $port; it sends each line back turned round.
tls_server() {
	server_log=$1
	shift
	printf '$ %s &\n' "$*"
	begin "$server_log" "$@" -accept 127.0.0.1:0 -rev
	eventually "$begun" grep -q '^ACCEPT 127.0.0.1:' "$server_log" || wrong "no TLS server"
	port=$(sed -n 's/^ACCEPT 127.0.0.1:\([0-9]*\).*/\1/p' "$server_log")
}

# tls_talks VERSION COMMAND...: whether that openssl s_client says a word to the server and reads it back, turned round.
# What it said is in the file `said`.
tls_talks() {
	version=$1
	shift
	printf '$ %s -%s\n' "$*" "$version"
	before=$(wc -l <"$server_log")
	word=$(openssl rand -hex 8)
	printf '%s\nCLOSE\n' "$word" >word
	got=0
	"$@" -connect "127.0.0.1:$port" "-$version" -quiet -verify_return_error <word >said 2>&1 || got=$?
	[ "$got" = 0 ] && grep -q -x "$(printf %s "$word" | rev)" said
}

# newest TEXT: the server said it of the newest connection.
newest() {
	tail -n +"$((before + 1))" "$server_log" | grep -q -F -e "$1"
}

# served TEXT...: it says each of these of it, within twenty seconds.
served() {
	for text in "$@"; do
		eventually "$begun" newest "$text" || wrong "the server does not say: $text"
	done
}
