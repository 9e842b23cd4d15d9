#!/bin/sh
# tests/stories/page.sh BUILD PAGE: a page of docs/stories, followed by copy and paste: its blocks of `sh`, one after the other, in
# one shell. Of a block `sh refuses` each line has to fail; a block `sh setup` is what the build has done.
set -eu
page=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
. "$(dirname "$0")/story.sh"
case $(basename "$page") in
secure-boot.md | attestation.md) ;;
certificate-rotation.md | factory-identity.md) . "$stories/tls.sh" ;;
*)
	. "$stories/broker.sh"
	need_chips
	port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
	export build port
	;;
esac

awk '
	/^```sh$/ { inside = 1; next }
	/^```sh refuses$/ { inside = 2; next }
	/^```/ { inside = 0; next }
	inside == 1 { print }
	inside == 2 { print "if " $0 "; then echo \"FAILED: this has to be refused\" >&2; exit 1; fi" }
' "$page" >commands
grep -c . commands
{
	echo 'set -eu'
	echo 'trap "jobs -p >background; xargs -r kill <background 2>/dev/null || :" EXIT'
	cat commands
} >page
timeout -k 5 100 sh -x page </dev/null
