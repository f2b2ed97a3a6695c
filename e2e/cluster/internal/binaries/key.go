// Package binaries builds the node's programs once and keeps them in a cache.
package binaries

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sort"
)

// Key changes when a different program would be built: other versions, other sources of ours, another kind of machine.
// The folder is the one that holds go.mod.
func Key(folder string) (string, error) {
	sources, err := filepath.Glob(filepath.Join(folder, "node", "*.go"))
	if err != nil {
		return "", err
	}
	sort.Strings(sources)
	hash := sha256.New()
	fmt.Fprintln(hash, runtime.GOOS, runtime.GOARCH)
	for _, path := range append([]string{filepath.Join(folder, "go.sum")}, sources...) {
		if err := addFile(hash, path); err != nil {
			return "", fmt.Errorf("read what the node is built from: %w", err)
		}
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}

func addFile(hash io.Writer, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(hash, "%s %d\n", filepath.Base(path), len(content))
	_, err = hash.Write(content)
	return err
}
