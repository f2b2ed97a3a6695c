package images

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// Short names mean Docker Hub, as they do for a node; nothing is ever fetched from there.
const registries = "unqualified-search-registries = [\"docker.io\"]\n"

// buildah runs buildah on the store's own storage, in a mount namespace of its own: it leaves no mount behind.
func (s Store) buildah(arguments ...string) error {
	configuration := s.in("registries.conf")
	if err := os.WriteFile(configuration, []byte(registries), 0o644); err != nil {
		return err
	}
	global := []string{"--root", s.in("storage"), "--runroot", s.in("run"), "--storage-driver", "overlay"}
	command := exec.Command("buildah", append(global, arguments...)...)
	command.Env = append(os.Environ(), "CONTAINERS_REGISTRIES_CONF="+configuration)
	command.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("buildah %s: %s (%w)", arguments[0], strings.TrimSpace(string(out)), err)
	}
	return nil
}

// build builds the image in buildah's storage.
func (s Store) build(image Image) error {
	containerfile, err := image.containerfile()
	if err != nil {
		return err
	}
	arguments := []string{"bud", "--quiet", "--pull-never", "--isolation", "chroot", "--format", "oci",
		"--file", containerfile, "--tag", FullName(image.Name)}
	for _, name := range sortedKeys(image.Arguments) {
		arguments = append(arguments, "--build-arg", name+"="+image.Arguments[name])
	}
	return s.buildah(append(arguments, image.Context)...)
}
