#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A row of the route table without a right does not compile; with one it does.
set -u
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT INT TERM

compiles() { # the right of the only row
    {
        printf '#include "route.h"\nextern const struct route r[];\n'
        printf 'const struct route r[] = {ROUTE("GET", "/", %s NULL, SANS_ACTE, sante_get, NULL, SUR_BOUCLE)};\n' "$1"
    } >"$dir/row.c"
    "${CC:-cc}" -std=c11 -D_GNU_SOURCE -Iinclude -Isrc/server -fsyntax-only "$dir/row.c" 2>"$dir/said"
}

compiles "DROIT_SESSION," || { cat "$dir/said"; echo "a row with its right must compile"; exit 1; }
compiles "" && { echo "a row that leaves its right out compiles"; exit 1; }
compiles "DROIT_AUCUN," && { echo "a row with no right compiles"; exit 1; }
compiles "0," && { echo "a row with a zero right compiles"; exit 1; }
exit 0
