#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every test of each build folder given, then says how many passed, failed and were skipped.
# A test is a program $B/tests/test_* or a script tests/test_*.sh (called with BUILD=$B); exit
# status 0 = passed, 77 = skipped, anything else = failed. The output of a failed one is shown.
set -u
passed=0 failed=0 skipped=0
trace=$(mktemp -d) || exit 2
trap 'rm -rf "$trace"' EXIT INT TERM
export LC_ALL=C.UTF-8 TZ=UTC ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
ulimit -c 0

run_one() { # name, command…
    name=$1
    shift
    debut=$(date +%s)
    "$@" >"$trace/out" 2>&1
    status=$?
    duree=$(($(date +%s) - debut))
    case $status in
    0) passed=$((passed + 1)); printf 'ok    %-44s %3d s\n' "$name" "$duree" ;;
    77) skipped=$((skipped + 1)); printf 'SKIP  %-44s %s\n' "$name" "$(tail -n 1 "$trace/out")" ;;
    *) failed=$((failed + 1)); printf 'FAIL  %-44s status %d\n' "$name" "$status"; cat "$trace/out" ;;
    esac
}

for build in "$@"; do
    printf -- '-- %s\n' "$build"
    for t in "$build"/tests/test_*; do
        [ -x "$t" ] && [ -f "$t" ] && BUILD=$build run_one "$(basename "$t")" env BUILD="$build" "$t"
    done
    for t in tests/test_*.sh; do
        [ -f "$t" ] && run_one "$(basename "$t")" env BUILD="$build" sh "$t"
    done
done
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
