// Package images builds container images from Containerfiles and loads them into the node, without any registry.
package images

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Image is what to build: a name and the folder that holds its Containerfile and everything it copies.
type Image struct {
	Name      string
	Context   string
	Arguments map[string]string
	// IsBase says that other images start from it.
	IsBase bool
}

// Parse reads NAME=FOLDER or NAME=FOLDER,ARGUMENT=VALUE,….
func Parse(text string) (Image, error) {
	name, rest, found := strings.Cut(text, "=")
	if !found || name == "" || rest == "" {
		return Image{}, fmt.Errorf("%q does not say NAME=FOLDER, for example spacetime:v1.0.0=runtime", text)
	}
	parts := strings.Split(rest, ",")
	image := Image{Name: name, Context: parts[0], Arguments: map[string]string{}}
	for _, argument := range parts[1:] {
		key, value, found := strings.Cut(argument, "=")
		if !found {
			return Image{}, fmt.Errorf("%q in %q does not say ARGUMENT=VALUE", argument, text)
		}
		image.Arguments[key] = value
	}
	if !strings.Contains(filepath.Base(name), ":") {
		return Image{}, fmt.Errorf("image %q has no tag: say %s:v1, for example", name, name)
	}
	return image, nil
}

// FullName is the name under which a node looks for an image: "a:v1" is "docker.io/library/a:v1".
func FullName(name string) string {
	first, _, hasFolder := strings.Cut(name, "/")
	switch {
	case !hasFolder:
		return "docker.io/library/" + name
	case strings.ContainsAny(first, ".:") || first == "localhost":
		return name
	default:
		return "docker.io/" + name
	}
}

// containerfile is the path of the image's Containerfile, or Dockerfile.
func (i Image) containerfile() (string, error) {
	for _, name := range []string{"Containerfile", "Dockerfile"} {
		path := filepath.Join(i.Context, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("image %s: %s holds no Containerfile", i.Name, i.Context)
}
