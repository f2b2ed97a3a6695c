package preflight

import (
	"strings"
	"testing"
)

// aGoodMachine has everything; each test takes one thing away.
func aGoodMachine() Facts {
	return Facts{
		IsLinux: true, IsRoot: true, GoFound: true, NeedsBuild: true,
		HomeFolder: "/var/lib/spacetime", CacheFolder: "/root/.cache/spacetime",
		HomeBytes: 100 * gigabyte, CacheBytes: 100 * gigabyte,
	}
}

func TestAGoodMachineHasNoProblem(t *testing.T) {
	if problems := Check(aGoodMachine()); len(problems) != 0 {
		t.Errorf("got %q", problems)
	}
}

func TestEachThingThatIsMissingIsOneSentenceThatSaysWhatToDo(t *testing.T) {
	cases := []struct {
		what   string
		change func(*Facts)
		words  []string
	}{
		{"another system", func(f *Facts) { f.IsLinux = false }, []string{"Linux only"}},
		{"not root", func(f *Facts) { f.IsRoot = false }, []string{"needs root", "sudo make up"}},
		{"a package", func(f *Facts) { f.MissingPackages = []string{"runc"} }, []string{"package runc is not installed", "make setup", "apt-get install runc"}},
		{"two packages", func(f *Facts) { f.MissingPackages = []string{"runc", "buildah"} }, []string{"packages are not installed: buildah, runc", "make setup", "apt-get install buildah runc"}},
		{"no Go", func(f *Facts) { f.GoFound = false }, []string{"`go` is not in the PATH", "https://go.dev/dl"}},
		{"no cgroups", func(f *Facts) { f.MissingKernelParts = []string{"the cgroup controller memory"} }, []string{"kernel does not offer", "the cgroup controller memory"}},
		{"no disk", func(f *Facts) { f.HomeBytes = gigabyte / 2 }, []string{"/var/lib/spacetime has 0.5 GB free", "needs 2 GB"}},
		{"no disk for the build", func(f *Facts) { f.CacheBytes = 3 * gigabyte }, []string{"/root/.cache/spacetime has 3.0 GB free", "first build", "needs 8 GB"}},
		{"no addresses", func(f *Facts) { f.AddressProblem = "All are taken." }, []string{"All are taken."}},
	}
	for _, c := range cases {
		facts := aGoodMachine()
		c.change(&facts)
		problems := Check(facts)
		if len(problems) != 1 {
			t.Errorf("%s: want one sentence, got %q", c.what, problems)
			continue
		}
		for _, word := range c.words {
			if !strings.Contains(problems[0], word) {
				t.Errorf("%s: want %q in %q", c.what, word, problems[0])
			}
		}
		if !strings.HasSuffix(problems[0], ".") {
			t.Errorf("%s: not a sentence: %q", c.what, problems[0])
		}
	}
}

func TestSeveralProblemsAreAllTold(t *testing.T) {
	facts := aGoodMachine()
	facts.MissingPackages = []string{"runc"}
	facts.HomeBytes = 0
	if problems := Check(facts); len(problems) != 2 {
		t.Errorf("want two sentences, got %q", problems)
	}
}

func TestABuiltClusterNeedsNeitherGoNorRoomForABuild(t *testing.T) {
	facts := aGoodMachine()
	facts.NeedsBuild, facts.GoFound, facts.CacheBytes = false, false, 0
	if problems := Check(facts); len(problems) != 0 {
		t.Errorf("got %q", problems)
	}
}

func TestWithoutRootNothingElseIsAsked(t *testing.T) {
	facts := aGoodMachine()
	facts.IsRoot, facts.MissingPackages = false, []string{"runc"}
	if problems := Check(facts); len(problems) != 1 || !strings.Contains(problems[0], "root") {
		t.Errorf("got %q", problems)
	}
}
