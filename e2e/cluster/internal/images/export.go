package images

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// export copies the image's blobs out of buildah's storage and returns the digest of its manifest.
//
// A whole image is copied as it is, not compressed. Any other goes into the same OCI layout, where the layers of the image that
// it starts from are found by digest and are not even read, if that one was exported whole.
func (s Store) export(name string, whole bool) (digest string, err error) {
	if whole {
		return s.exportWhole(name)
	}
	return s.exportDifference(name)
}

func (s Store) exportWhole(name string) (digest string, err error) {
	folder := s.in("export")
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	err = s.buildah("push", "--quiet", "--format", "oci", "--disable-compression", FullName(name), "dir:"+folder)
	if err != nil {
		return "", err
	}
	content, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		return "", err
	}
	digest = digestOf(content)
	if err := os.Rename(filepath.Join(folder, "manifest.json"), s.blob(digest)); err != nil {
		return "", err
	}
	m, err := s.readManifest(digest)
	if err != nil {
		return "", err
	}
	for _, blob := range m.blobs() {
		exported := filepath.Join(folder, strings.TrimPrefix(blob.Digest, "sha256:"))
		if err := os.Rename(exported, s.blob(blob.Digest)); err != nil {
			return "", err
		}
	}
	return digest, nil
}

func (s Store) exportDifference(name string) (digest string, err error) {
	file := s.in("digest")
	err = s.buildah("push", "--quiet", "--format", "oci", "--digestfile", file, FullName(name), "oci:"+s.in("oci")+":"+FullName(name))
	if err != nil {
		return "", err
	}
	content, err := os.ReadFile(file)
	return strings.TrimSpace(string(content)), err
}

// size is that of all layers together, not compressed, in bytes.
func (s Store) size(digest string) (int64, error) {
	m, err := s.readManifest(digest)
	if err != nil {
		return 0, err
	}
	var sum int64
	for _, layer := range m.Layers {
		size, err := s.layerSize(layer)
		if err != nil {
			return 0, fmt.Errorf("layer %s: %w", layer.Digest, err)
		}
		sum += size
	}
	return sum, nil
}

func (s Store) layerSize(layer descriptor) (int64, error) {
	if !strings.HasSuffix(layer.MediaType, "+gzip") {
		return layer.Size, nil
	}
	file, err := os.Open(s.blob(layer.Digest))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err != nil {
		return 0, err
	}
	return io.Copy(io.Discard, content)
}
