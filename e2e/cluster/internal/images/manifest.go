package images

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
)

const manifestType = "application/vnd.oci.image.manifest.v1+json"

// descriptor names a blob, as in the OCI image format.
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int64             `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type manifest struct {
	Config descriptor   `json:"config"`
	Layers []descriptor `json:"layers"`
}

func (m manifest) blobs() []descriptor { return append([]descriptor{m.Config}, m.Layers...) }

func (s Store) readManifest(digest string) (manifest, error) {
	content, err := os.ReadFile(s.blob(digest))
	if err != nil {
		return manifest{}, err
	}
	var m manifest
	if err := json.Unmarshal(content, &m); err != nil {
		return manifest{}, fmt.Errorf("manifest %s: %w", digest, err)
	}
	return m, nil
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}
