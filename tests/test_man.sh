#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Man pages: the keys of cdap(1) are those of the program, every option that a program announces is
# described, and the pages are well formed where mandoc is there to judge.
set -u
build=${BUILD:-build}
faults=0
fault() { printf '%s\n' "$1"; faults=$((faults + 1)); }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT INT TERM

"$build/cdap" --touches >"$dir/touches" || fault "cdap --touches fails"
sed -n '/début des touches/,/fin des touches/p' man/cdap.1 | sed '1d;$d' >"$dir/page"
cmp -s "$dir/touches" "$dir/page" ||
    fault "man/cdap.1: its keys are not those of cdap --touches"

# page, command…: every --option of the help stands in the page (where - is written \-)
options() {
    page=$1
    shift
    sed 's/\\-/-/g' "$page" >"$dir/texte"
    "$@" --help | grep -o -e '--[a-z][a-z-]*' | sort -u >"$dir/options"
    [ -s "$dir/options" ] || fault "$*: no option in its help"
    while read -r option; do
        grep -q -e "$option" "$dir/texte" || fault "$page: $option of « $* » is not there"
    done <"$dir/options"
}
options man/cdap.1 "$build/cdap"
options man/cdap.1 "$build/cdap" verifier
options man/cdap.1 "$build/cdap" temoin cle
for commande in initialiser servir importer generer controler cle journal; do
    options man/cdapd.8 "$build/cdapd" "$commande"
done

for page in man/*.[1-8]; do
    grep -q '^\.\\" SPDX' "$page" || fault "$page: no SPDX line"
    if command -v mandoc >/dev/null 2>&1; then
        # the first heading and the date of a page in French are no fault
        mandoc -T lint -W warning "$page" | grep -v -e 'NAME' -e 'cannot parse date' >"$dir/lint"
        [ ! -s "$dir/lint" ] || fault "$page: $(cat "$dir/lint")"
    fi
done

[ "$faults" -eq 0 ]
