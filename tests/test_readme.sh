#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The README's recipe, followed to the letter: a rubrique added without C is linted, imported, served
# and shown to the profile that was given it, and to no other.
set -u
build=$(cd "${BUILD:-build}" && pwd)
dir=$(mktemp -d) || exit 1
serveur=
trap '[ -n "$serveur" ] && kill "$serveur" 2>/dev/null && wait "$serveur" 2>/dev/null; rm -rf "$dir"' EXIT INT TERM
fail() { printf '%s\n' "$1"; exit 1; }

# n-th ```json block of the README
bloc() { awk -v want="$1" '/^```json$/ {n++; on = n == want; next} /^```$/ {on = 0} on' README.md; }
for n in 1 2 3 4; do
    bloc "$n" >"$dir/bloc$n"
    [ -s "$dir/bloc$n" ] || fail "README.md: no JSON block $n"
done

cp -R profiles screens "$dir"
champs=$dir/profiles/champs.json
awk -v bloc="$dir/bloc1" '
    /"version": 1/ {sub(/"version": 1/, "\"version\": 2")}
    {line[NR] = $0}
    /^    \{"id"/ {last = NR}
    END {
        for (i = 1; i <= NR; i++) {
            print line[i] (i == last ? "," : "")
            if (i == last) while ((getline more < bloc) > 0) print more
        }
    }' profiles/champs.json >"$champs"
sed -e '/"champs": \[/r '"$dir/bloc2" -e '/"fenetres": {/r '"$dir/bloc3" profiles/T2.json >"$dir/profiles/T2.json"
cp "$dir/bloc4" "$dir/screens/11-aides.json"

"$build/cdapd" controler --profils "$dir/profiles" --ecrans "$dir/screens" >"$dir/matrice" ||
    fail "cdapd controler refuses the recipe"
grep -q '^aides\[\] .*12 mois' "$dir/matrice" || fail "the matrix does not show the new rubrique"

"$build/cdapd" initialiser --demo --donnees "$dir/base" >/dev/null || fail "initialiser"
mois=$(TZ=CET-1 date +%Y-%m)
printf '{"caf":"131","numero":"0000042","allocataire":{"nom":"ESSAI"},"aides":[{"mois":"%s","nature":"Aide alimentaire","montant_centimes":4500},{"mois":"2001-01","nature":"Trop ancienne","montant_centimes":1}]}\n' "$mois" |
    "$build/cdapd" importer --donnees "$dir/base" --profils "$dir/profiles" - >/dev/null 2>&1 || fail "importer"

mkfifo "$dir/annonce"
"$build/cdapd" servir --donnees "$dir/base" --profils "$dir/profiles" --ecrans "$dir/screens" \
    --ecoute "unix:$dir/s" >"$dir/annonce" 2>"$dir/trace" &
serveur=$!
read -r annonce <"$dir/annonce"
[ "$annonce" = "ecoute unix:$dir/s" ] || fail "servir: $annonce"

# agent, motif, numéro, nom
consulter() {
    printf '%s\nconsultation-de-demonstration\n%s\n%s\n' "$1" "$3" "$4" |
        "$build/cdap" consulter --serveur "unix:$dir/s" --motif "$2" --base non_opposition \
            --profil "$5" 2>&1
}
consulter agent.ccas cantine 42 essai T2 >"$dir/t2" || fail "consulter: $(cat "$dir/t2")"
grep -q 'Aides locales' "$dir/t2" && grep -q 'Aide alimentaire.*45,00' "$dir/t2" ||
    fail "T2 does not see the new rubrique: $(cat "$dir/t2")"
grep -q 'Trop ancienne' "$dir/t2" && fail "the window cuts nothing"
consulter agent.fsl fsl_acces 42 essai TD >"$dir/td" || fail "consulter: $(cat "$dir/td")"
grep -q 'Aide' "$dir/td" && fail "TD sees what it was not given"
consulter agent.ccas cantine 1000001 martin T2 | grep -q '812' || fail "older dossiers are lost"
exit 0
