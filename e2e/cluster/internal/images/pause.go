package images

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// PauseContext builds the pause program into a context of its own under the store and returns the image of this name.
// The module is the folder that holds its source.
func (s Store) PauseContext(repository, module, name string) (Image, error) {
	image := Image{Name: name, Context: s.in("contexts", "pause")}
	if err := os.MkdirAll(image.Context, 0o755); err != nil {
		return image, err
	}
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w",
		"-o", filepath.Join(image.Context, "pause"), "./cmd/pause")
	build.Dir = module
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return image, fmt.Errorf("build the pause program: %s (%w)", strings.TrimSpace(string(out)), err)
	}
	containerfile := filepath.Join(repository, "images/pause/Containerfile")
	return image, copyFile(containerfile, filepath.Join(image.Context, "Containerfile"), 0o644)
}
