package images

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// packagedChromium is as Debian delivers it, with what only developers of graphics need.
func packagedChromium(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	for _, part := range append([]string{"libVkLayer_khronos_validation.so", "chrome_200_percent.pak"}, chromiumParts...) {
		write(t, filepath.Join(home, part), part)
	}
	return home
}

func TestChromiumComesWithWhatAPageNeedsAndNothingElse(t *testing.T) {
	root := t.TempDir()
	if err := copyChromium(packagedChromium(t), root); err != nil {
		t.Fatal(err)
	}
	for _, part := range chromiumParts {
		if _, err := os.Stat(filepath.Join(root, chromiumHome, part)); err != nil {
			t.Error(err)
		}
	}
	for _, part := range []string{"libVkLayer_khronos_validation.so", "chrome_200_percent.pak"} {
		if _, err := os.Stat(filepath.Join(root, chromiumHome, part)); !os.IsNotExist(err) {
			t.Errorf("%s is in the image", part)
		}
	}
}

func TestAChromiumThatIsNotThereIsNamedWithItsPackage(t *testing.T) {
	home := packagedChromium(t)
	if err := os.Remove(filepath.Join(home, "icudtl.dat")); err != nil {
		t.Fatal(err)
	}
	err := copyChromium(home, t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "icudtl.dat") || !strings.Contains(err.Error(), "package chromium") {
		t.Errorf("got %v", err)
	}
}

func TestLibrariesThatAreLoadedByNameAreNotForgotten(t *testing.T) {
	if err := copyNSS(t.TempDir()); err == nil || !strings.Contains(err.Error(), "libnss3.so") {
		t.Errorf("got %v", err)
	}
}
