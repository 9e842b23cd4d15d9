#!/bin/sh
# same_cases.sh SESIM HOW CHIP [ONLY]: the suite on CHIP behind HOW (socket, shim, mpsse) has the same case list as in
# process, no case fails in either, and each ends as in process. Behind the shim those may be skipped besides that want what
# only a simulated bus can do, which a device file has no way to: each by name, with that reason.
set -eu
sesim=$1 how=$2 chip=$3 only=${4:-*}
folder=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$folder"
}
trap finish EXIT

# A JSON report's cases: id, result, reason.
cases() {
	awk -F '": "' '
		/^ *"(id|result|reason)": "/ { value = $2; sub(/",?$/, "", value); name = $1; gsub(/[ "]/, "", name); at[name] = value }
		/^ *"reason": "/ { printf "%s\t%s\t%s\n", at["id"], at["result"], at["reason"] }'
}

# suite NAME URL [OPTION...]
suite() {
	name=$1 url=$2
	shift 2
	status=0
	${before:-} "$sesim" conform --link "$url" --only "$only" --json "$@" >"$folder/$name" </dev/null || status=$?
	cases <"$folder/$name" | sort >"$folder/$name.cases"
	cut -f 1 "$folder/$name.cases" >"$folder/$name.ids"
	if [ "$status" != 0 ]; then
		echo "$url: exit status $status"
		grep -A 1 '"result": "fail"' -B 2 "$folder/$name" || true
		exit 1
	fi
}

# How many of NAME's cases ended so.
number() {
	cut -f 2 "$folder/$1.cases" | grep -c -x "$2" || true
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
	# A part is locked once: what wants another of the suite's configurations is asked of another part.
	asked=
	while other=$(awk -F '\t' '$3 == "the part is locked with another configuration" { printf "%s,", $1 }' "$folder/link.cases")
		[ "$other" != "$asked" ]; do
		[ -n "$other" ] || break
		only=$other asked=$other
		suite again i2c:/dev/i2c-1 --chip "$chip"
		awk -F '\t' 'FNR == NR { again[$1] = $0; next } { print $1 in again ? again[$1] : $0 }' \
			"$folder/again.cases" "$folder/link.cases" >"$folder/merged"
		mv "$folder/merged" "$folder/link.cases"
	done
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
# What ends otherwise than in process, or for another reason.
comm -13 "$folder/process.cases" "$folder/link.cases" >"$folder/otherwise"
case $how in
shim) lacks='power cannot be cut through this link|without snapshots the part does not come back from it|this link does not tell the bus.s own time|no faults can be put on this link|the link does not say that the part is alone on its bus' ;;
*) lacks='nothing' ;;
esac
if grep -v -E "$(printf '\tskip\t')($lacks)\$" "$folder/otherwise"; then
	echo "these do not end as in process"
	exit 1
fi
sed 's/^/only in process: /' "$folder/otherwise"

for name in process link; do
	[ "$(number $name pass)" -gt 0 ] || { echo "$name: nothing passed"; exit 1; }
	[ "$(number $name fail)" = 0 ] || { echo "$name: some failed"; exit 1; }
	echo "$name: $(number $name pass) passed, $(number $name skip) skipped of $(wc -l <"$folder/$name.ids")"
done
