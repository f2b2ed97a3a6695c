package images

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// nodePlaces are where npm puts the Node of the `node` package, in the repository.
var nodePlaces = []string{
	"node_modules/node/bin/node",
	"node_modules/node/node_modules/node-linux-*/bin/node",
	"node_modules/node-linux-*/bin/node",
}

// rootFiles are what programs expect of a system: who is who, and how to look up hosts.
var rootFiles = map[string]string{
	"etc/passwd":        "root:x:0:0:root:/root:/sbin/nologin\nnode:x:1000:1000:node:/home/node:/sbin/nologin\n",
	"etc/group":         "root:x:0:\nnode:x:1000:\n",
	"etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}

const certificates = "etc/ssl/certs/ca-certificates.crt"

// BaseContext gathers what the base image copies, in a context of its own under the store, and returns that image.
func (s Store) BaseContext(repository string) (Image, error) {
	image := Image{Name: LocalBase, Context: s.in("contexts", "base")}
	root := filepath.Join(image.Context, "rootfs")
	if err := os.RemoveAll(image.Context); err != nil {
		return image, err
	}
	node, err := findNode(repository)
	if err != nil {
		return image, err
	}
	if err := linkOrCopy(node, filepath.Join(root, "usr/local/bin/node")); err != nil {
		return image, err
	}
	if err := copyLibraries(node, root, ""); err != nil {
		return image, err
	}
	if err := writeRootFiles(root); err != nil {
		return image, err
	}
	containerfile := filepath.Join(repository, "images/base/Containerfile")
	return image, copyFile(containerfile, filepath.Join(image.Context, "Containerfile"), 0o644)
}

func findNode(repository string) (string, error) {
	for _, place := range nodePlaces {
		matches, _ := filepath.Glob(filepath.Join(repository, place))
		for _, match := range matches {
			if info, err := os.Stat(match); err == nil && info.Size() > 1<<20 {
				return match, nil
			}
		}
	}
	return "", fmt.Errorf("no Node in %s/node_modules: run `make setup`", repository)
}

// copyLibraries copies the shared libraries that the program needs, and the loader, to the places where it looks for them.
// What lies in the folder brought, if there is one, comes with the program.
func copyLibraries(program, root, brought string) error {
	out, err := exec.Command("ldd", program).Output()
	if err != nil {
		return fmt.Errorf("ask ldd what %s needs: %w", program, err)
	}
	for _, path := range parseLibraries(string(out)) {
		if brought != "" && strings.HasPrefix(filepath.Clean(path), brought) {
			continue
		}
		if err := copyFile(path, filepath.Join(root, path), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// parseLibraries reads what ldd says: "name => path (address)" or "path (address)".
func parseLibraries(said string) []string {
	var paths []string
	for _, word := range strings.Fields(said) {
		if strings.HasPrefix(word, "/") {
			paths = append(paths, word)
		}
	}
	return paths
}

func writeRootFiles(root string) error {
	for name, content := range rootFiles {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return err
		}
	}
	if _, err := os.Stat("/" + certificates); err == nil {
		return copyFile("/"+certificates, filepath.Join(root, certificates), 0o644)
	}
	return nil
}

// linkOrCopy saves writing a large file again where both names are on one file system.
func linkOrCopy(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := os.Link(from, to); err == nil {
		return nil
	}
	return copyFile(from, to, 0o755)
}

func copyFile(from, to string, mode os.FileMode) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if _, err := io.Copy(target, source); err != nil {
		target.Close()
		return err
	}
	return target.Close()
}
