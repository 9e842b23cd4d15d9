#!/bin/sh
# same_cases.sh SESIM HOW CHIP [ONLY]: the suite on CHIP behind HOW (socket, shim, mpsse) has the same case list as in
# process, no case fails in either, and what is skipped besides are cases that want what only a simulated bus can do.
set -eu
sesim=$1 how=$2 chip=$3 only=${4:-*}
folder=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$folder"
}
trap finish EXIT

# suite NAME URL [OPTION...]
suite() {
	name=$1 url=$2
	shift 2
	status=0
	${before:-} "$sesim" conform --link "$url" --only "$only" --json "$@" >"$folder/$name" </dev/null || status=$?
	sed -n 's/^ *"id": "\([^"]*\)".*/\1/p' "$folder/$name" | sort >"$folder/$name.ids"
	if [ "$status" != 0 ]; then
		echo "$url: exit status $status"
		grep -A 1 '"result": "fail"' -B 2 "$folder/$name" || true
		exit 1
	fi
}

number() {
	sed -n "s/^  \"$2\": \([0-9]*\).*/\1/p" "$folder/$1"
}

suite process "sim:$chip"
case $how in
socket)
	"$sesim" serve --chip "$chip" --listen "unix:$folder/bus" --clock virtual --ready-fd 3 3>"$folder/ready" &
	server=$!
	tries=0
	while [ ! -s "$folder/ready" ]; do
		tries=$((tries + 1))
		[ "$tries" -lt 300 ] || { echo "the server does not get ready"; exit 1; }
		sleep 0.1
	done
	suite link "unix:$folder/bus"
	;;
shim)
	before="$sesim run --chip $chip --"
	suite link i2c:/dev/i2c-1 --chip "$chip"
	;;
mpsse)
	suite link "mpsse:$chip"
	;;
esac

if ! cmp -s "$folder/process.ids" "$folder/link.ids"; then
	echo "the case lists differ:"
	diff "$folder/process.ids" "$folder/link.ids" || true
	exit 1
fi
for name in process link; do
	[ "$(number $name passed)" -gt 0 ] || { echo "$name: nothing passed"; exit 1; }
	[ "$(number $name failed)" = 0 ] || { echo "$name: some failed"; exit 1; }
	echo "$name: $(number $name passed) passed, $(number $name skipped) skipped of $(wc -l <"$folder/$name.ids")"
done
