# tests/stories/story.sh: what the stories share; `. story.sh` with the build's folder as the script's argument.
# They run in a folder of their own, which goes away with them, as do the programs in $started.
build=$(cd "$1" && pwd)
PATH=$build:$build/examples:$build/tests/stories:$PATH:/usr/sbin
dir=$(mktemp -d "${TMPDIR:-/tmp}/sesim-story.XXXXXX")
started=
cd "$dir"

finish() {
	status=$?
	trap - EXIT
	for pid in $started; do
		kill "$pid" 2>/dev/null || :
		wait "$pid" 2>/dev/null || :
	done
	cd /
	rm -rf "$dir"
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() {
	if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi
}

fail() {
	printf 'FAILED: %s\n' "$*" >&2
	exit 1
}

# ends STATUS COMMAND...: runs it, shows what it says, and insists on its exit status. What it said is in the file `said`.
ends() {
	expected=$1
	shift
	printf '$ %s\n' "$*"
	got=0
	"$@" >said 2>&1 </dev/null || got=$?
	cat said
	[ "$got" = "$expected" ] || fail "exit status $got, not $expected"
}

# limited COMMAND...: in a minute at most.
limited() {
	timeout -k 5 60 "$@"
}

# says TEXT...: the newest command said each of these.
says() {
	for text in "$@"; do
		grep -q -F -e "$text" said || fail "it does not say: $text"
	done
}

# appears FILE TEXT: within ten seconds.
appears() {
	tries=0
	until grep -q -F -e "$2" "$1" 2>/dev/null; do
		tries=$((tries + 1))
		[ "$tries" -le 200 ] || fail "$1 does not come to say: $2"
		sleep 0.05
	done
}
