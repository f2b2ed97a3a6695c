//go:build lifecycle

package cluster_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// volumesOutlivePods writes where a pod would, replaces the pod, and looks again. The claim names no storage class.
func volumesOutlivePods(t *testing.T) {
	kubectl(t, "apply", "-f", "testdata/volume.yaml")
	waitForKeeper(t)
	folder := volume(t)
	info, err := os.Stat(folder)
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t); owner.Gid != 1000 || info.Mode().Perm()&0o070 != 0o070 || info.Mode().Perm()&0o007 != 0 {
		t.Errorf("the volume is not the pod's group's alone: group %d, %v", owner.Gid, info.Mode())
	}
	file := filepath.Join(folder, "kept")
	if err := os.WriteFile(file, []byte("still here"), 0o644); err != nil {
		t.Fatal(err)
	}
	kubectl(t, "-n", "pods", "delete", "pod", "keeper")
	kubectl(t, "apply", "-f", "testdata/volume.yaml")
	waitForKeeper(t)
	if content, err := os.ReadFile(file); err != nil || string(content) != "still here" {
		t.Errorf("got %q, %v", content, err)
	}
}

func volumesGoWithTheirClaims(t *testing.T) {
	folder := volume(t)
	if _, err := os.Stat(filepath.Join(folder, "kept")); err != nil {
		t.Errorf("a kill of everything lost a file: %v", err)
	}
	kubectl(t, "-n", "pods", "delete", "pod/keeper", "pvc/kept")
	until(t, "the volume's folder to go", func() bool {
		_, err := os.Stat(folder)
		return os.IsNotExist(err)
	})
}

func waitForKeeper(t *testing.T) {
	t.Helper()
	kubectl(t, "-n", "pods", "wait", "pod/keeper", "--for=condition=Ready", "--timeout=120s")
}

// volume is the folder of the only volume that there is.
func volume(t *testing.T) string {
	t.Helper()
	folder := strings.TrimSpace(kubectl(t, "get", "pv", "-o", "jsonpath={.items[*].spec.local.path}"))
	if filepath.Dir(folder) != cluster(t).Volumes() {
		t.Fatalf("%q is no volume of the cluster", folder)
	}
	return folder
}
