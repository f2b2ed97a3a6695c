package images

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// aStoreWithOneImage holds an image with two layers and returns it with the digests of its layers.
func aStoreWithOneImage(t *testing.T) (Store, built, []string) {
	t.Helper()
	store, release, err := OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	put := func(content string) descriptor {
		digest := digestOf([]byte(content))
		write(t, store.blob(digest), content)
		return descriptor{MediaType: "application/vnd.oci.image.layer.v1.tar", Digest: digest, Size: int64(len(content))}
	}
	m := manifest{Config: put("{}"), Layers: []descriptor{put("base"), put("difference")}}
	content, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	image := built{Name: "a:v1", Digest: put(string(content)).Digest}
	if err := store.save(image); err != nil {
		t.Fatal(err)
	}
	return store, image, []string{m.Layers[0].Digest, m.Layers[1].Digest}
}

func entries(t *testing.T, store Store, image built, there map[string]bool) map[string]string {
	t.Helper()
	var archive bytes.Buffer
	if err := store.writeArchive(&archive, image, there); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for reader := tar.NewReader(&archive); ; {
		header, err := reader.Next()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		content, _ := io.ReadAll(reader)
		found[strings.TrimPrefix(header.Name, "blobs/sha256/")] = string(content)
	}
}

func TestOnlyTheLayersThatTheNodeLacksTravel(t *testing.T) {
	store, image, layers := aStoreWithOneImage(t)
	all := entries(t, store, image, nil)
	if len(all) != 6 {
		t.Errorf("want layout, index, manifest, configuration and two layers, got %d entries", len(all))
	}
	fewer := entries(t, store, image, map[string]bool{layers[0]: true})
	if _, sent := fewer[strings.TrimPrefix(layers[0], "sha256:")]; sent || len(fewer) != 5 {
		t.Errorf("a layer that is there was sent: %d entries", len(fewer))
	}
}

func TestTheIndexNamesTheImageAsTheKubeletDoes(t *testing.T) {
	store, image, _ := aStoreWithOneImage(t)
	index := entries(t, store, image, nil)["index.json"]
	if !strings.Contains(index, `"io.containerd.image.name":"docker.io/library/a:v1"`) {
		t.Errorf("got %s", index)
	}
}

func TestBlobsThatNoImageNeedsAreFound(t *testing.T) {
	store, image, layers := aStoreWithOneImage(t)
	needed, err := store.neededBlobs()
	if err != nil {
		t.Fatal(err)
	}
	for _, digest := range append(slices.Clone(layers), image.Digest) {
		if !needed[store.blob(digest)] {
			t.Errorf("%s is needed", digest)
		}
	}
	if needed[store.blob(digestOf([]byte("old")))] {
		t.Error("an old blob is needed by nobody")
	}
}

func TestAnImageWhoseManifestIsGoneCountsAsNeverBuilt(t *testing.T) {
	store, image, _ := aStoreWithOneImage(t)
	if _, found := store.find("a:v1"); !found {
		t.Fatal("the image is there")
	}
	if err := os.Remove(store.blob(image.Digest)); err != nil {
		t.Fatal(err)
	}
	if _, found := store.find("a:v1"); found {
		t.Error("the image cannot be loaded any more")
	}
}
