// SPDX-License-Identifier: GPL-3.0-or-later

// The other side of test_journal_ailleurs.c: holds what we write against golang.org/x/mod/sumdb, and
// writes its own for us to read. Any difference is one line on stderr and exit status 1.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const taille = 40

var dossier string

func tombe(quoi string, err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, quoi+":", err)
		os.Exit(1)
	}
}

func exige(vrai bool, quoi string) {
	if !vrai {
		tombe(quoi, fmt.Errorf("différent"))
	}
}

func lit(nom string) string {
	b, err := os.ReadFile(filepath.Join(dossier, nom))
	tombe(nom, err)
	return string(b)
}

func ecrit(nom, texte string) {
	tombe(nom, os.WriteFile(filepath.Join(dossier, nom), []byte(texte), 0600))
}

// The stored hashes of the whole tree, as a reader.
type arbre []tlog.Hash

func (a arbre) ReadHashes(i []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(i))
	for k, v := range i {
		if v >= int64(len(a)) {
			return nil, fmt.Errorf("pas de nœud %d", v)
		}
		out[k] = a[v]
	}
	return out, nil
}

func entree(i int64) []byte { return []byte(fmt.Sprintf("entrée %d", i)) }

func plante() arbre {
	var a arbre
	for i := int64(0); i < taille; i++ {
		h, err := tlog.StoredHashes(i, entree(i), a)
		tombe("StoredHashes", err)
		a = append(a, h...)
	}
	return a
}

func ligne(genre string, m, n int64, h []tlog.Hash) string {
	s := fmt.Sprintf("%s %d %d", genre, m, n)
	for _, x := range h {
		s += " " + x.String()
	}
	return s + "\n"
}

// All proofs of all small trees, in one text that must be the same on both sides.
func preuves(a arbre) string {
	var s strings.Builder
	for n := int64(1); n <= taille; n++ {
		racine, err := tlog.TreeHash(n, a)
		tombe("TreeHash", err)
		s.WriteString(ligne("R", n, n, []tlog.Hash{racine}))
		for m := int64(0); m < n; m++ {
			p, err := tlog.ProveRecord(n, m, a)
			tombe("ProveRecord", err)
			s.WriteString(ligne("I", m, n, p))
			q, err := tlog.ProveTree(n, m+1, a)
			tombe("ProveTree", err)
			s.WriteString(ligne("C", m+1, n, q))
		}
	}
	return s.String()
}

// Our proof file, read by hand and checked by tlog.
func tlogProof(a arbre, v note.Verifier, texte string) {
	const debut = "c2sp.org/tlog-proof@v1\nextra "
	exige(strings.HasPrefix(texte, debut), "tlog-proof")
	tete, point, ok := strings.Cut(texte[len(debut):], "\n\n")
	exige(ok, "tlog-proof: ligne vide")
	lignes := strings.Split(tete, "\n")
	extra, err := base64.StdEncoding.DecodeString(lignes[0])
	tombe("extra", err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lignes[1], "index "), 10, 64)
	tombe("index", err)
	var p tlog.RecordProof
	for _, l := range lignes[2:] {
		h, err := tlog.ParseHash(l)
		tombe("hash", err)
		p = append(p, h)
	}
	n, err := note.Open([]byte(point), note.VerifierList(v))
	tombe("point", err)
	parts := strings.Split(n.Text, "\n")
	size, err := strconv.ParseInt(parts[1], 10, 64)
	tombe("taille", err)
	racine, err := tlog.ParseHash(parts[2])
	tombe("racine", err)
	tombe("CheckRecord", tlog.CheckRecord(p, size, racine, index, tlog.RecordHash(extra)))
	exige(bytes.Equal(extra, entree(index)), "extra")
}

// A witness's line, by crypto/ed25519 alone.
func cosignature(texte, vkey string) {
	corps, lignes, _ := strings.Cut(texte, "\n\n")
	corps += "\n"
	f := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	cle, err := base64.StdEncoding.DecodeString(f[2])
	tombe("vkey", err)
	exige(cle[0] == 4, "type de la clé")
	for _, l := range strings.Split(lignes, "\n") {
		if !strings.HasPrefix(l, "— "+f[0]+" ") {
			continue
		}
		b, err := base64.StdEncoding.DecodeString(strings.Fields(l)[2])
		tombe("cosignature", err)
		exige(len(b) == 76 && fmt.Sprintf("%08x", b[:4]) == f[1], "forme de la cosignature")
		m := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(b[4:12]), corps)
		exige(ed25519.Verify(cle[1:], []byte(m), b[12:]), "cosignature")
		return
	}
	exige(false, "cosignature absente")
}

// The tiles of an archive, which tlog reads and holds against its root.
type tuiles struct{}

func (tuiles) Height() int                                { return 8 }
func (tuiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (tuiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range tiles {
		// tlog writes the height of the tiles in their path; the archive has but one
		b, err := os.ReadFile(filepath.Join(dossier, strings.Replace(t.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// An archive in the layout of tlog-tiles: checkpoint, tiles, entries.
func archive(vkey string) {
	v, err := note.NewVerifier(vkey)
	tombe("vkey", err)
	n, err := note.Open([]byte(lit("checkpoint")), note.VerifierList(v))
	tombe("checkpoint", err)
	parts := strings.Split(n.Text, "\n")
	size, err := strconv.ParseInt(parts[1], 10, 64)
	tombe("taille", err)
	racine, err := tlog.ParseHash(parts[2])
	tombe("racine", err)
	lecteur := tlog.TileHashReader(tlog.Tree{N: size, Hash: racine}, tuiles{})
	h, err := tlog.TreeHash(size, lecteur)
	tombe("TreeHash", err)
	exige(h == racine, "racine")
	for i := int64(0); i < size; i += 256 {
		w := int(size - i)
		if w > 256 {
			w = 256
		}
		t := tlog.Tile{H: 8, L: 0, N: i / 256, W: w}
		paquet := lit(strings.Replace(t.Path(), "tile/8/0/", "tile/entries/", 1))
		for k := i; k < i+int64(w); k++ {
			l := int(binary.BigEndian.Uint16([]byte(paquet)))
			f, err := lecteur.ReadHashes([]int64{tlog.StoredHashIndex(0, k)})
			tombe("feuille", err)
			exige(tlog.RecordHash([]byte(paquet[2:2+l])) == f[0], fmt.Sprintf("entrée %d", k))
			paquet = paquet[2+l:]
		}
		exige(paquet == "", "paquet")
	}
	fmt.Println(size)
}

func main() {
	dossier = os.Args[1]
	if len(os.Args) > 2 {
		archive(os.Args[2])
		return
	}
	a := plante()
	ecrit("preuves.go", preuves(a))
	exige(lit("preuves.go") == lit("preuves.c"), "preuves")

	v, err := note.NewVerifier(strings.TrimSpace(lit("vkey.c")))
	tombe("vkey", err)
	s, err := note.NewSigner(strings.TrimSpace(lit("sceau.cle")))
	tombe("sceau.cle", err)
	ours := lit("note.c")
	n, err := note.Open([]byte(ours), note.VerifierList(v))
	tombe("note", err)
	again, err := note.Sign(&note.Note{Text: n.Text}, s)
	tombe("Sign", err)
	exige(string(again) == ours, "note signée de nouveau")
	tlogProof(a, v, lit("preuve.c"))
	cosignature(lit("cosignee.c"), lit("temoin.c"))

	racine, _ := tlog.TreeHash(taille, a)
	tree := tlog.Tree{N: taille, Hash: racine}
	exige(lit("arbre.c") == string(tlog.FormatTree(tree)), "point de contrôle")
	t, err := tlog.ParseTree([]byte(lit("arbre.c")))
	tombe("ParseTree", err)
	exige(t == tree, "ParseTree")

	skey, vkey, err := note.GenerateKey(rand.Reader, "exemple.fr/go")
	tombe("GenerateKey", err)
	ecrit("cle.go", skey+"\n")
	ecrit("vkey.go", vkey)
	theirs, err := note.NewSigner(skey)
	tombe("NewSigner", err)
	texte := fmt.Sprintf("exemple.fr/go/journal-2026\n%d\n%s\n", taille, racine)
	signee, err := note.Sign(&note.Note{Text: texte}, theirs, s)
	tombe("Sign", err)
	ecrit("note.go", string(signee))
	p, err := tlog.ProveRecord(taille, 17, a)
	tombe("ProveRecord", err)
	preuve := "c2sp.org/tlog-proof@v1\nextra " + base64.StdEncoding.EncodeToString(entree(17)) + "\nindex 17\n"
	for _, h := range p {
		preuve += h.String() + "\n"
	}
	ecrit("preuve.go", preuve+"\n"+string(signee))
}
