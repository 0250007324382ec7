#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds the arrows of the house: which room may include which, and which file may see which outside
# library. A new arrow or a new dependency fails here first.
set -u
faults=0
fault() { printf '%s\n' "$1"; faults=$((faults + 1)); }

# room: rooms whose headers it may include (its own always)
allowed() {
    case $1 in
    base) echo "" ;;
    model | grid | journal) echo "base" ;;
    screen) echo "base model grid" ;;
    export) echo "base grid" ;;
    store) echo "base model" ;;
    source) echo "base model" ;;
    server) echo "base model journal store source" ;;
    commands) echo "base model grid screen journal store source server" ;;
    client) echo "base grid" ;;
    views) echo "base model grid screen export journal client" ;;
    *) echo "-" ;;
    esac
}

# outside header: the only files that may include it
owners() {
    case $1 in
    cjson/*) echo "src/base/json.c src/base/json_tree.c" ;;
    sodium*) echo "src/base/secret.c src/base/buf.c src/journal/" ;;
    unicase.h | unictype.h | uninorm.h | uniwidth.h | unistr.h) echo "src/base/text.c" ;;
    curses.h | ncurses* | term.h) echo "src/client/term.c" ;;
    curl/*) echo "src/client/api.c src/source/api_particulier.c" ;;
    microhttpd.h) echo "src/server/http.c" ;;
    sqlite3.h) echo "src/store/sqlite.c" ;;
    libpq-fe.h) echo "src/store/postgres.c" ;;
    cairo* | fontconfig/*) echo "src/export/cairo.c" ;;
    gnutls/* | openssl/* | zstd.h | liboath/* | qrencode.h | vterm.h | check.h) echo "none" ;;
    *) echo "*" ;; # C and POSIX
    esac
}

for f in src/*/*.[ch] include/cdap/*/*.h; do
    [ -f "$f" ] || continue
    case $f in
    src/*) room=${f#src/} room=${room%%/*} ;;
    *) room=${f#include/cdap/} room=${room%%/*} ;;
    esac
    rooms=$(allowed "$room")
    [ "$rooms" = "-" ] && fault "$f: unknown room $room" && continue
    for inc in $(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*<\([^>]*\)>.*/\1/p' "$f"); do
        case $inc in
        cdap/proto.h) ;;
        cdap/*/*)
            to=${inc#cdap/} to=${to%%/*}
            case " $rooms $room " in
            *" $to "*) ;;
            *) fault "$f: $room may not include $inc" ;;
            esac
            ;;
        *)
            who=$(owners "$inc")
            [ "$who" = "*" ] && continue
            ok=
            for w in $who; do case $f in "$w"*) ok=1 ;; esac; done
            [ -n "$ok" ] || fault "$f: $inc belongs to: $who"
            ;;
        esac
    done
    for inc in $(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$f"); do
        case $inc in */*) fault "$f: \"$inc\" reaches into another room" ;; esac
    done
done

# SQL stays in the store; handlers and commands hold none.
if grep -nE '"(SELECT|INSERT|UPDATE|DELETE|CREATE) ' src/server/*.c src/commands/*.c 2>/dev/null; then
    fault "SQL outside src/store"
fi

# One name, one function: of two global symbols of the same name in the archive the linker takes
# either one without a word.
lib=${BUILD:-build}/libcdap.a
if [ -f "$lib" ]; then
    for name in $(nm --defined-only "$lib" 2>/dev/null |
        sed -n 's/^[0-9a-f]* [BDRT] \([^_].*\)$/\1/p' | sort | uniq -d); do
        fault "$name: defined twice in $lib"
    done
fi

[ "$faults" -eq 0 ] || { printf '%d arrow(s) run the wrong way\n' "$faults"; exit 1; }
