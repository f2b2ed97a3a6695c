package images

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"spacetime.dev/cluster/internal/lock"
)

// Store keeps built images: buildah's own storage, and each image's blobs by digest, ready to be loaded.
type Store struct{ folder string }

// OpenStore opens the store in the cache folder. Only one process at a time has it; others wait until release is called.
func OpenStore(cache string) (store Store, release func(), err error) {
	store = Store{filepath.Join(cache, "images")}
	for _, name := range []string{"oci/blobs/sha256", "built", "contexts"} {
		if err := os.MkdirAll(filepath.Join(store.folder, name), 0o755); err != nil {
			return store, nil, err
		}
	}
	release, err = lock.Folder(store.folder)
	return store, release, err
}

// built is what is known about an image in the store.
type built struct {
	Name string `json:"name"`
	// Key is the content key that it was built for.
	Key string `json:"key"`
	// Digest is that of its manifest.
	Digest string `json:"digest"`
	// Bytes is the size of its layers, not compressed.
	Bytes int64 `json:"bytes"`
}

func (s Store) in(parts ...string) string {
	return filepath.Join(append([]string{s.folder}, parts...)...)
}

func (s Store) recordFile(name string) string {
	return s.in("built", strings.NewReplacer("/", "_", ":", "@").Replace(FullName(name))+".json")
}

// find returns what is known about an image; found is false if it was never built or is incomplete.
func (s Store) find(name string) (b built, found bool) {
	content, err := os.ReadFile(s.recordFile(name))
	if err != nil || json.Unmarshal(content, &b) != nil {
		return built{}, false
	}
	_, err = os.Stat(s.blob(b.Digest))
	return b, err == nil
}

func (s Store) save(b built) error {
	content, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return os.WriteFile(s.recordFile(b.Name), content, 0o644)
}

func (s Store) blob(digest string) string {
	return s.in("oci", "blobs", "sha256", strings.TrimPrefix(digest, "sha256:"))
}
