package binaries

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func module(t *testing.T) string {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "go.sum"), "a v1 h1:x\n")
	write(t, filepath.Join(folder, "node", "main.go"), "package main\n")
	return folder
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

func keyOf(t *testing.T, folder string) string {
	t.Helper()
	key, err := Key(folder)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestTheKeyStaysWhileTheSourcesStay(t *testing.T) {
	if keyOf(t, module(t)) != keyOf(t, module(t)) {
		t.Error("two equal modules have different keys")
	}
}

func TestTheKeyChangesWithEveryInput(t *testing.T) {
	before := keyOf(t, module(t))
	changes := map[string]string{"go.sum": "a v2 h1:y\n", "node/main.go": "package main // new\n", "node/more.go": "package main\n"}
	for name, content := range changes {
		folder := module(t)
		write(t, filepath.Join(folder, name), content)
		if keyOf(t, folder) == before {
			t.Errorf("a changed %s keeps the key", name)
		}
	}
}

func TestTheKeyDoesNotDependOnTheRestOfTheModule(t *testing.T) {
	folder := module(t)
	write(t, filepath.Join(folder, "internal", "say.go"), "package say\n")
	if keyOf(t, folder) != keyOf(t, module(t)) {
		t.Error("the launcher's own sources change the key")
	}
}

func TestAFolderThatIsNoModuleHasNoKey(t *testing.T) {
	if _, err := Key(t.TempDir()); err == nil || !strings.Contains(err.Error(), "go.sum") {
		t.Errorf("want an error that names go.sum, got %v", err)
	}
}

func TestTheEstimateFollowsTheWeightsAndNotTheCount(t *testing.T) {
	start := time.Unix(0, 0)
	p := newProgress(start, map[string]int64{"small": 100, "large": 300})
	p.finish("small")
	rest, known := p.remaining(start.Add(time.Minute))
	if !known || rest != 3*time.Minute {
		t.Errorf("a quarter took one minute, so three are left; got %v (known %v)", rest, known)
	}
}

func TestNothingIsEstimatedFromNothing(t *testing.T) {
	start := time.Unix(0, 0)
	p := newProgress(start, map[string]int64{"a": 1000, "b": 1})
	p.finish("b")
	if _, known := p.remaining(start.Add(time.Second)); known {
		t.Error("one thousandth is too little to tell from")
	}
	if line := p.line(start.Add(time.Second)); line != "1 of 2 packages" {
		t.Errorf("got %q", line)
	}
}

func TestTheLineTellsCountAndTimeAndThenLinking(t *testing.T) {
	start := time.Unix(0, 0)
	p := newProgress(start, map[string]int64{"a": 1, "b": 1})
	p.finish("a")
	if line := p.line(start.Add(4 * time.Minute)); line != "1 of 2 packages, about 4 min left" {
		t.Errorf("got %q", line)
	}
	p.finish("b")
	if line := p.line(start.Add(8 * time.Minute)); line != "linking" {
		t.Errorf("got %q", line)
	}
}

func TestWhatTheCompilerSaysIsKeptApartFromPackageNames(t *testing.T) {
	said := strings.NewReader("a\n# b\nb.go:1: wrong\n")
	rest := followBuild(said, newProgress(time.Now(), map[string]int64{"a": 1, "b": 1}), func(string) {})
	if rest != "# b\nb.go:1: wrong" {
		t.Errorf("got %q", rest)
	}
}

func TestDownloadsAreToldAndComplaintsReturned(t *testing.T) {
	var told []string
	rest := followDownloads(strings.NewReader("go: downloading k8s.io/api v1\nno network\n"), func(text string) { told = append(told, text) })
	if rest != "no network" || len(told) != 1 || told[0] != "downloading source 1, k8s.io/api v1" {
		t.Errorf("got rest %q, told %q", rest, told)
	}
}
