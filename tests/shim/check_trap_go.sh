#!/bin/sh
# check_trap_go.sh SESIM SOURCE FOLDER: a Go program reads a serial number. Skipped (77) where there is no go.
set -eu
sesim=$1 source=$2 folder=$3
command -v go > /dev/null || { echo "skipped: no go here"; exit 77; }
mkdir -p "$folder"
export HOME="$folder" GOCACHE="$folder/cache" GOPATH="$folder/path" GOFLAGS= GO111MODULE=off CGO_ENABLED=0
go build -o "$folder/trap_client_go" "$source"
said=$("$sesim" run --chip atecc608a,serial=0123456789abcdefee -- "$folder/trap_client_go")
[ "$said" = 0123456789abcdefee ] || { echo "it said: $said"; exit 1; }
