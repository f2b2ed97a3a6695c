package images

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
)

// contentKey changes whenever building the image would give something else: its Containerfile, a file that it copies, a build
// argument, or an image it starts from. The keys of those are passed in.
func contentKey(image Image, r recipe, baseKeys []string) (string, error) {
	hash := sha256.New()
	containerfile, err := image.containerfile()
	if err != nil {
		return "", err
	}
	if err := addFile(hash, containerfile, "Containerfile"); err != nil {
		return "", err
	}
	for _, name := range sortedKeys(image.Arguments) {
		fmt.Fprintf(hash, "argument %s=%q\n", name, image.Arguments[name])
	}
	for _, key := range baseKeys {
		fmt.Fprintf(hash, "base %s\n", key)
	}
	for _, source := range r.sources {
		if err := addSource(hash, image, source); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func addSource(hash io.Writer, image Image, source string) error {
	matches, err := filepath.Glob(filepath.Join(image.Context, source))
	if err != nil || len(matches) == 0 {
		return fmt.Errorf("image %s copies %s, which is not in %s: build it first", image.Name, source, image.Context)
	}
	for _, match := range matches {
		err := filepath.WalkDir(match, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			name, err := filepath.Rel(image.Context, path)
			if err != nil {
				return err
			}
			return addFile(hash, path, name)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func addFile(hash io.Writer, path, name string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(hash, "file %q %v %d\n", name, info.Mode(), info.Size())
	if info.Mode()&os.ModeSymlink != 0 {
		target, err := os.Readlink(path)
		fmt.Fprintln(hash, target)
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(hash, file)
	return err
}

func sortedKeys(values map[string]string) []string {
	var names []string
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
