#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# cdapd generer: refusals, determinism, a reader who leaves, a full disk.
set -u
cdapd=${BUILD:-build}/cdapd
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT INT TERM
faults=0
fault() { printf '%s\n' "$1"; faults=$((faults + 1)); }

refuse() { # status, options…
    want=$1
    shift
    "$cdapd" generer "$@" >"$dir/out" 2>"$dir/err"
    got=$?
    [ "$got" -eq "$want" ] || fault "generer $*: status $got, not $want"
    [ ! -s "$dir/out" ] || fault "generer $*: wrote dossiers"
    [ -s "$dir/err" ] || fault "generer $*: said nothing"
}
refuse 2
refuse 2 --nombre
refuse 2 --nombre -1
refuse 2 --nombre 1x
refuse 2 --nombre 10000000
refuse 2 --nombre 2 --premier-numero 9999999
refuse 2 --nombre 1 --premier-numero 0
refuse 2 --nombre 1 --caf 13
refuse 2 --nombre 1 --caf abc
refuse 2 --nombre 1 --graine 18446744073709551616
refuse 2 --nombre 1 --aujourdhui 2026-02-30
refuse 2 --nombre 1 --aujourdhui 2026-02-00
refuse 2 --nombre 1 --inconnu
refuse 2 --nombre 1 reste

"$cdapd" generer --help >"$dir/aide" || fault "--help fails"
grep -q -- --premier-numero "$dir/aide" || fault "--help does not list the options"

set -- --graine 9 --aujourdhui 2026-11-20
"$cdapd" generer --nombre 50 "$@" >"$dir/a" 2>"$dir/err" || fault "generer fails"
"$cdapd" generer --nombre 50 "$@" >"$dir/b"
cmp -s "$dir/a" "$dir/b" || fault "same seed, other bytes"
[ "$(wc -l <"$dir/a")" -eq 50 ] || fault "not one line per dossier"
[ ! -s "$dir/err" ] || fault "progress shown to no one"
head -n 1 "$dir/a" | grep -q '^{"caf":"131","numero":"0000001",' || fault "first dossier: $(head -c 60 "$dir/a")"
"$cdapd" generer --nombre 20 --premier-numero 31 "$@" >"$dir/c"
tail -n 20 "$dir/a" | cmp -s - "$dir/c" || fault "a piece differs from the whole"
"$cdapd" generer --nombre 1 --caf 595 --premier-numero 9999999 "$@" |
    grep -q '^{"caf":"595","numero":"9999999",' || fault "--caf or --premier-numero not obeyed"
"$cdapd" generer --nombre 0 "$@" | cmp -s - /dev/null || fault "--nombre 0 writes"

# A reader who takes one line and leaves is no error, and says nothing.
{ "$cdapd" generer --nombre 5000 "$@" 2>"$dir/err"; echo $? >"$dir/status"; } | head -n 1 >/dev/null
[ "$(cat "$dir/status")" = 0 ] && [ ! -s "$dir/err" ] || fault "a closed pipe: $(cat "$dir/status" "$dir/err")"
if [ -c /dev/full ]; then
    "$cdapd" generer --nombre 1 "$@" >/dev/full 2>"$dir/err"
    [ $? -eq 1 ] && [ -s "$dir/err" ] || fault "a full disk is not told"
fi

[ "$faults" -eq 0 ]
