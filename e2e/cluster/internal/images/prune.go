package images

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// prune removes what no image of the store needs any more: layers of earlier builds, here and in buildah's storage.
func (s Store) prune() error {
	needed, err := s.neededBlobs()
	if err != nil {
		return err
	}
	blobs, err := filepath.Glob(s.blob("*"))
	if err != nil {
		return err
	}
	for _, blob := range blobs {
		if needed[blob] {
			continue
		}
		if err := os.Remove(blob); err != nil {
			return err
		}
	}
	return s.buildah("rmi", "--prune")
}

func (s Store) neededBlobs() (map[string]bool, error) {
	records, err := filepath.Glob(s.in("built", "*.json"))
	if err != nil {
		return nil, err
	}
	needed := map[string]bool{}
	for _, record := range records {
		content, err := os.ReadFile(record)
		if err != nil {
			return nil, err
		}
		var b built
		if err := json.Unmarshal(content, &b); err != nil {
			return nil, err
		}
		m, err := s.readManifest(b.Digest)
		if os.IsNotExist(err) {
			continue // Its blobs are gone already; it is built again when somebody asks for it.
		}
		if err != nil {
			return nil, err
		}
		needed[s.blob(b.Digest)] = true
		for _, blob := range m.blobs() {
			needed[s.blob(blob.Digest)] = true
		}
	}
	return needed, nil
}
