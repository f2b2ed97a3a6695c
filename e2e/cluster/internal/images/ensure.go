package images

import (
	"fmt"
	"os"
	"strings"

	"spacetime.dev/cluster/internal/say"
)

// LocalBase takes the place of node:24-slim, and of every other image of Node, where there is no registry.
const LocalBase = "spacetime-base:24"

// Ensure builds the image unless the store has it from the same content. It shows what it does and how large the image is;
// an image above limit bytes is an error. No limit is 0.
func (s Store) Ensure(image Image, limit int64) error {
	return say.StepWithResult("image "+image.Name, func(note say.Note) (string, error) {
		b, isNew, err := s.ensure(image, note)
		if err != nil {
			return "", err
		}
		if limit > 0 && b.Bytes > limit {
			return "", fmt.Errorf("image %s has %s, but at most %s are allowed", image.Name, megabytes(b.Bytes), megabytes(limit))
		}
		if isNew {
			return "built, " + megabytes(b.Bytes), nil
		}
		return "unchanged, " + megabytes(b.Bytes), nil
	})
}

func (s Store) ensure(image Image, note say.Note) (b built, isNew bool, err error) {
	image, r, err := prepare(image)
	if err != nil {
		return built{}, false, err
	}
	baseKeys, err := s.baseKeys(image, r)
	if err != nil {
		return built{}, false, err
	}
	key, err := contentKey(image, r, baseKeys)
	if err != nil {
		return built{}, false, err
	}
	if b, found := s.find(image.Name); found && b.Key == key {
		return b, false, nil
	}
	b, err = s.buildAndExport(image, r, key, note)
	return b, true, err
}

func (s Store) buildAndExport(image Image, r recipe, key string, note say.Note) (built, error) {
	note("building")
	if err := s.build(image); err != nil {
		return built{}, fmt.Errorf("build image %s: %w", image.Name, err)
	}
	note("copying layers")
	digest, err := s.export(image.Name, image.IsBase || len(r.bases) == 0)
	if err != nil {
		return built{}, fmt.Errorf("export image %s: %w", image.Name, err)
	}
	bytes, err := s.size(digest)
	if err != nil {
		return built{}, err
	}
	b := built{Name: image.Name, Key: key, Digest: digest, Bytes: bytes}
	if err := s.save(b); err != nil {
		return built{}, err
	}
	return b, s.prune()
}

// prepare reads the Containerfile and takes the local base where it would start from an image of Node.
func prepare(image Image) (Image, recipe, error) {
	path, err := image.containerfile()
	if err != nil {
		return image, recipe{}, err
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return image, recipe{}, err
	}
	r := parseContainerfile(string(content), image.Arguments)
	_, chosen := image.Arguments["BASE"]
	if !chosen && strings.HasPrefix(r.defaults["BASE"], "node:") {
		arguments := map[string]string{"BASE": LocalBase}
		for name, value := range image.Arguments {
			arguments[name] = value
		}
		image.Arguments = arguments
		r = parseContainerfile(string(content), arguments)
	}
	return image, r, nil
}

func (s Store) baseKeys(image Image, r recipe) ([]string, error) {
	var keys []string
	for _, base := range r.bases {
		b, found := s.find(base)
		if !found {
			return nil, fmt.Errorf("image %s starts from %s, which was not built here; there is no registry to fetch it from", image.Name, base)
		}
		keys = append(keys, b.Key)
	}
	return keys, nil
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }
