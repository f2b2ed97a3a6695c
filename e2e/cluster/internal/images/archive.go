package images

import (
	"archive/tar"
	"encoding/json"
	"io"
	"os"
	"strings"
)

// writeArchive writes the image as an OCI archive without the blobs that the reader has already.
func (s Store) writeArchive(to io.Writer, b built, there map[string]bool) error {
	m, err := s.readManifest(b.Digest)
	if err != nil {
		return err
	}
	info, err := os.Stat(s.blob(b.Digest))
	if err != nil {
		return err
	}
	archive := tar.NewWriter(to)
	index, err := indexOf(b, info.Size())
	if err != nil {
		return err
	}
	if err := addBytes(archive, "oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`)); err != nil {
		return err
	}
	if err := addBytes(archive, "index.json", index); err != nil {
		return err
	}
	// The index needs its manifest and the manifest its configuration, so these two always travel.
	if err := s.addBlob(archive, b.Digest); err != nil {
		return err
	}
	if err := s.addBlob(archive, m.Config.Digest); err != nil {
		return err
	}
	for _, layer := range m.Layers {
		if there[layer.Digest] {
			continue
		}
		if err := s.addBlob(archive, layer.Digest); err != nil {
			return err
		}
	}
	return archive.Close()
}

func indexOf(b built, manifestBytes int64) ([]byte, error) {
	return json.Marshal(map[string]any{
		"schemaVersion": 2,
		"manifests": []descriptor{{
			MediaType: manifestType,
			Digest:    b.Digest,
			Size:      manifestBytes,
			// containerd takes this name as it is, and the kubelet asks for the same.
			Annotations: map[string]string{"io.containerd.image.name": FullName(b.Name)},
		}},
	})
}

func (s Store) addBlob(archive *tar.Writer, digest string) error {
	file, err := os.Open(s.blob(digest))
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	name := "blobs/sha256/" + strings.TrimPrefix(digest, "sha256:")
	if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: info.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(archive, file)
	return err
}

func addBytes(archive *tar.Writer, name string, content []byte) error {
	if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
		return err
	}
	_, err := archive.Write(content)
	return err
}
