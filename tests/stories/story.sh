# tests/stories/story.sh: what the stories share; `. story.sh` with the build's folder as the script's argument.
# They run in a folder of their own, which goes away with them, as do the programs in $started.
build=$(cd "$1" && pwd)
stories=$(cd "$(dirname "$0")" && pwd)
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

# need PROGRAM PACKAGE: a story without its programs is skipped, and says whose they are.
need() {
	command -v "$1" >/dev/null && return 0
	echo "skipped: $1 is not here; it is in Debian's package $2"
	exit 77
}

# wrong WHAT: fails, with what the programs in the background said.
wrong() {
	for log in *.log; do
		[ ! -f "$log" ] || sed "s/^/$log: /" "$log" >&2
	done
	fail "$*"
}

# begin LOG COMMAND...: a program, not a function, in the background until the story ends; $begun is its process.
begin() {
	log=$1
	shift
	"$@" >"$log" 2>&1 </dev/null &
	begun=$!
	started="$started $begun"
}

# eventually PROCESS COMMAND...: until the command holds, for twenty seconds at most and only as long as PROCESS lives.
eventually() {
	whose=$1
	shift
	tries=400
	until "$@" 2>/dev/null; do
		tries=$((tries - 1))
		if [ "$tries" = 0 ] || ! kill -0 "$whose" 2>/dev/null; then
			# It may have said so with its last breath.
			"$@" 2>/dev/null
			return
		fi
		sleep 0.05
	done
}
