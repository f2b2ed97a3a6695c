package images

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestNamesAreThoseThatTheKubeletAsksFor(t *testing.T) {
	names := map[string]string{
		"spacetime:v1.0.0":        "docker.io/library/spacetime:v1.0.0",
		"someone/world:v1":        "docker.io/someone/world:v1",
		"ghcr.io/someone/w:v1":    "ghcr.io/someone/w:v1",
		"localhost/world:v1":      "localhost/world:v1",
		"registry:5000/a/b:v1":    "registry:5000/a/b:v1",
		"docker.io/library/a:dev": "docker.io/library/a:dev",
	}
	for name, want := range names {
		if got := FullName(name); got != want {
			t.Errorf("%s: want %s, got %s", name, want, got)
		}
	}
}

func TestAnArgumentNamesImageFolderAndBuildArguments(t *testing.T) {
	image, err := Parse("a:v1=some/folder,FAULT=crash,LEVEL=2")
	if err != nil || image.Name != "a:v1" || image.Context != "some/folder" || image.Arguments["FAULT"] != "crash" || image.Arguments["LEVEL"] != "2" {
		t.Errorf("got %+v, %v", image, err)
	}
}

func TestAnArgumentThatCannotBeReadIsNamed(t *testing.T) {
	for text, word := range map[string]string{"a:v1": "NAME=FOLDER", "a=b": "no tag", "a:v1=b,c": "ARGUMENT=VALUE", "=b": "NAME=FOLDER"} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%q: want %q, got %v", text, word, err)
		}
	}
}

const twoStages = `
# A comment
ARG BASE=node:24-slim
FROM golang:1 AS build
COPY main.go /src/
FROM --platform=linux/amd64 ${BASE}
COPY --from=build /src/out /out
COPY --chown=1000:1000 a b \
     c /there/
ADD d /there/
`

func TestAContainerfileTellsWhereItsContentComesFrom(t *testing.T) {
	r := parseContainerfile(twoStages, nil)
	if !slices.Equal(r.bases, []string{"golang:1", "node:24-slim"}) {
		t.Errorf("bases: %v", r.bases)
	}
	if !slices.Equal(r.sources, []string{"main.go", "a", "b", "c", "d"}) {
		t.Errorf("sources: %v", r.sources)
	}
}

func TestABuildArgumentChoosesTheBase(t *testing.T) {
	r := parseContainerfile(twoStages, map[string]string{"BASE": "mine:v1"})
	if r.bases[1] != "mine:v1" {
		t.Errorf("bases: %v", r.bases)
	}
}

func TestAStageIsNoBase(t *testing.T) {
	r := parseContainerfile("FROM scratch AS one\nFROM one\n", nil)
	if len(r.bases) != 0 {
		t.Errorf("bases: %v", r.bases)
	}
}

func TestAnImageOfNodeBecomesTheLocalBase(t *testing.T) {
	image := context(t, "ARG BASE=node:24-slim\nFROM ${BASE}\n")
	prepared, r, err := prepare(image)
	if err != nil || prepared.Arguments["BASE"] != LocalBase || r.bases[0] != LocalBase {
		t.Errorf("got %+v, %+v, %v", prepared, r, err)
	}
	image.Arguments["BASE"] = "mine:v1"
	if prepared, _, _ = prepare(image); prepared.Arguments["BASE"] != "mine:v1" {
		t.Errorf("a base that was asked for is replaced by %s", prepared.Arguments["BASE"])
	}
}

// context is an image with this Containerfile, which copies a file and a folder.
func context(t *testing.T, containerfile string) Image {
	t.Helper()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"Containerfile": containerfile + "COPY app.mjs world /app/\n", "app.mjs": "1", "world/a.tscn": "2", "other": "3",
	} {
		write(t, filepath.Join(folder, name), content)
	}
	return Image{Name: "a:v1", Context: folder, Arguments: map[string]string{}}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func keyOf(t *testing.T, image Image, baseKeys ...string) string {
	t.Helper()
	_, r, err := prepare(image)
	if err != nil {
		t.Fatal(err)
	}
	key, err := contentKey(image, r, baseKeys)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestAnImageIsBuiltAgainWhenSomethingInItChanges(t *testing.T) {
	before := keyOf(t, context(t, "FROM scratch\n"), "base")
	changes := map[string]func(image *Image){
		"a file":        func(i *Image) { write(t, filepath.Join(i.Context, "app.mjs"), "changed") },
		"a file within": func(i *Image) { write(t, filepath.Join(i.Context, "world/a.tscn"), "changed") },
		"another file":  func(i *Image) { write(t, filepath.Join(i.Context, "world/b.tscn"), "new") },
		"a mode":        func(i *Image) { _ = os.Chmod(filepath.Join(i.Context, "app.mjs"), 0o755) },
		"an argument":   func(i *Image) { i.Arguments["A"] = "1" },
		"Containerfile": func(i *Image) {
			write(t, filepath.Join(i.Context, "Containerfile"), "FROM scratch\nCOPY app.mjs world /b/\n")
		},
	}
	for what, change := range changes {
		image := context(t, "FROM scratch\n")
		change(&image)
		if keyOf(t, image, "base") == before {
			t.Errorf("%s does not change the key", what)
		}
	}
	if keyOf(t, context(t, "FROM scratch\n"), "another base") == before {
		t.Error("another base does not change the key")
	}
}

func TestAnImageIsNotBuiltAgainForAFileThatIsNotInIt(t *testing.T) {
	image := context(t, "FROM scratch\n")
	before := keyOf(t, image)
	write(t, filepath.Join(image.Context, "other"), "changed")
	if keyOf(t, image) != before {
		t.Error("a file that is not copied changes the key")
	}
}

func TestWhatIsToBeCopiedAndIsNotThereIsNamed(t *testing.T) {
	image := context(t, "FROM scratch\nCOPY dist/server.mjs /app/\n")
	_, r, _ := prepare(image)
	if _, err := contentKey(image, r, nil); err == nil || !strings.Contains(err.Error(), "dist/server.mjs") {
		t.Errorf("got %v", err)
	}
}

func TestLibrariesAreReadFromWhatLddSays(t *testing.T) {
	said := "\tlinux-vdso.so.1 (0x00)\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x01)\n\t/lib64/ld-linux-x86-64.so.2 (0x02)\n"
	want := []string{"/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"}
	if got := parseLibraries(said); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
