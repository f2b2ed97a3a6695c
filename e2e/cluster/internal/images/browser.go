package images

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// BaseWithBrowser is the local base with the Chromium that is installed on this machine.
const BaseWithBrowser = "spacetime-base:24-browser"

// chromiumHome is where the Debian package has Chromium, and where the image has it.
const chromiumHome = "usr/lib/chromium"

// chromiumParts are what it takes to show pages without a screen, drawn by the processor. Left out are crash reports, what only
// developers of graphics need, and pictures for dense screens: a tenth of the package.
var chromiumParts = []string{
	"chromium", "chrome_100_percent.pak", "icudtl.dat", "locales/en-US.pak", "resources.pak", "v8_context_snapshot.bin",
	"libEGL.so", "libGLESv2.so", "libvk_swiftshader.so", "libvulkan.so.1", "vk_swiftshader_icd.json",
}

// nssParts are libraries that libnss3.so loads by name, so that ldd does not know of them; they lie beside it.
var nssParts = []string{"libfreebl3.so", "libfreeblpriv3.so", "libnssckbi.so", "libsoftokn3.so"}

// fontFiles are one font, and how it is found.
var fontFiles = []string{"etc/fonts/fonts.conf", "usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"}

// BrowserContext gathers what the base with a browser copies, in a context of its own under the store, and returns that image.
func (s Store) BrowserContext(repository string) (Image, error) {
	image := Image{Name: BaseWithBrowser, Context: s.in("contexts", "browser"), IsBase: true}
	root := filepath.Join(image.Context, "rootfs")
	if err := os.RemoveAll(image.Context); err != nil {
		return image, err
	}
	program := filepath.Join("/", chromiumHome, "chromium")
	steps := []func() error{
		func() error { return copyChromium(filepath.Join("/", chromiumHome), root) },
		func() error { return copyLibraries(program, root, "") },
		func() error { return copyNSS(root) },
		func() error { return copyFonts(root) },
		func() error {
			containerfile := filepath.Join(repository, "images/browser/Containerfile")
			return copyFile(containerfile, filepath.Join(image.Context, "Containerfile"), 0o644)
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return image, fmt.Errorf("gather Chromium: %w", err)
		}
	}
	return image, nil
}

func copyChromium(home, root string) error {
	for _, part := range chromiumParts {
		from := filepath.Join(home, part)
		if _, err := os.Stat(from); err != nil {
			return fmt.Errorf("there is no %s: run `make setup`, which installs the Debian package chromium", from)
		}
		if err := linkOrCopy(from, filepath.Join(root, chromiumHome, part)); err != nil {
			return err
		}
	}
	return nil
}

// copyNSS follows what was copied for the program, which knows where its libraries lie on this machine.
func copyNSS(root string) error {
	found, err := filepath.Glob(filepath.Join(root, "lib/*/libnss3.so"))
	if err != nil {
		return err
	}
	if len(found) != 1 {
		return fmt.Errorf("no libnss3.so among the libraries of Chromium")
	}
	folder := strings.TrimPrefix(filepath.Dir(found[0]), root)
	for _, part := range nssParts {
		path := filepath.Join(folder, part)
		if err := copyFile(path, filepath.Join(root, path), 0o755); err != nil {
			return err
		}
		if err := copyLibraries(path, root, ""); err != nil {
			return err
		}
	}
	return nil
}

func copyFonts(root string) error {
	for _, name := range fontFiles {
		if err := copyFile(filepath.Join("/", name), filepath.Join(root, name), 0o644); err != nil {
			return err
		}
	}
	return nil
}
