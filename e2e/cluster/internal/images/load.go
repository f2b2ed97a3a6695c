package images

import (
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/say"
)

// Load brings images of the store into the node, sending only the layers that it does not have. Images that the node has
// already are left alone.
func (s Store) Load(cluster layout.Cluster, names []string) error {
	present, err := imagesOf(cluster)
	if err != nil {
		return err
	}
	for _, name := range names {
		b, found := s.find(name)
		if !found {
			return fmt.Errorf("image %s was not built", name)
		}
		if present[FullName(name)] == b.Digest {
			continue
		}
		if err := say.Step("load "+name, func(say.Note) error { return s.load(cluster, b) }); err != nil {
			return err
		}
	}
	return nil
}

func (s Store) load(cluster layout.Cluster, b built) error {
	there, err := blobsOf(cluster)
	if err != nil {
		return err
	}
	if err := s.send(cluster, b, there); err == nil {
		return nil
	}
	// containerd may have collected a layer that nothing referred to, after it was counted as present.
	return s.send(cluster, b, nil)
}

func (s Store) send(cluster layout.Cluster, b built, there map[string]bool) error {
	content, archive := io.Pipe()
	go func() { archive.CloseWithError(s.writeArchive(archive, b, there)) }()
	load := ctr(cluster, "images", "import", "-")
	load.Stdin = content
	out, err := load.CombinedOutput()
	content.Close()
	if err != nil {
		return fmt.Errorf("load image %s into the node: %s (%w)", b.Name, strings.TrimSpace(string(out)), err)
	}
	return nil
}

// imagesOf says which images the node has: names with the digests of their manifests.
func imagesOf(cluster layout.Cluster) (map[string]string, error) {
	out, err := ctr(cluster, "images", "list").Output()
	if err != nil {
		return nil, fmt.Errorf("ask the node for its images: %w", err)
	}
	images := map[string]string{}
	for _, line := range strings.Split(string(out), "\n") {
		if words := strings.Fields(line); len(words) > 2 {
			images[words[0]] = words[2]
		}
	}
	return images, nil
}

// blobsOf says which blobs the node has, by digest.
func blobsOf(cluster layout.Cluster) (map[string]bool, error) {
	out, err := ctr(cluster, "content", "list", "--quiet").Output()
	if err != nil {
		return nil, fmt.Errorf("ask the node for its layers: %w", err)
	}
	blobs := map[string]bool{}
	for _, digest := range strings.Fields(string(out)) {
		blobs[digest] = true
	}
	return blobs, nil
}

// ctr speaks to the node's own containerd; k8s.io is where the kubelet looks.
func ctr(cluster layout.Cluster, arguments ...string) *exec.Cmd {
	return exec.Command("ctr", append([]string{"--address", cluster.ContainerdSocket(), "--namespace", "k8s.io"}, arguments...)...)
}

// WaitForNode returns once the node can be asked for its images.
func WaitForNode(cluster layout.Cluster, deadline time.Time) error {
	for {
		_, err := imagesOf(cluster)
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}
