package binaries

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"

	"spacetime.dev/cluster/internal/layout"
)

// Names are the programs in the one binary; the name it is called by chooses.
var Names = []string{
	"coredns", "etcd", "kube-apiserver", "kube-controller-manager", "kube-proxy", "kube-scheduler", "kubectl", "kubelet",
	"volume-provisioner",
}

const binaryName = "node"

// Cache is the folder for everything that is built once: XDG_CACHE_HOME/spacetime, or ~/.cache/spacetime.
func Cache() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder: %w", err)
	}
	return filepath.Join(base, "spacetime"), nil
}

// Folder is where the build with this key is kept.
func Folder(cache, key string) string { return filepath.Join(cache, "cluster", key) }

// Kubectl is the path of the newest kubectl in the cache, which stays the same from build to build.
func Kubectl(cache string) string { return filepath.Join(cache, "bin", "kubectl") }

// IsBuilt says whether the build with this key is complete.
func IsBuilt(cache, key string) bool {
	_, err := os.Stat(filepath.Join(Folder(cache, key), binaryName))
	return err == nil
}

// Two branches with different versions are as many as somebody goes back and forth between.
const keptBuilds = 3

// forgetOld removes all builds but the newest few; a running cluster has its programs in its own folder.
func forgetOld(cache string) error {
	binaries, err := filepath.Glob(filepath.Join(Folder(cache, "*"), binaryName))
	if err != nil {
		return err
	}
	built := map[string]time.Time{}
	for _, path := range binaries {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		built[path] = info.ModTime()
	}
	sort.Slice(binaries, func(i, j int) bool { return built[binaries[i]].After(built[binaries[j]]) })
	for i := keptBuilds; i < len(binaries); i++ {
		if err := os.RemoveAll(filepath.Dir(binaries[i])); err != nil {
			return err
		}
	}
	return nil
}

// Install puts the built programs into the cluster's folder. The cluster keeps them when the cache is cleaned.
func Install(cache, key string, cluster layout.Cluster) error {
	if err := os.MkdirAll(cluster.In("bin"), 0o755); err != nil {
		return err
	}
	if err := place(filepath.Join(Folder(cache, key), binaryName), cluster.Program(binaryName)); err != nil {
		return err
	}
	for _, name := range Names {
		if err := os.Symlink(binaryName, cluster.Program(name)); err != nil && !os.IsExist(err) {
			return err
		}
	}
	return linkKubectl(cache, key)
}

func linkKubectl(cache, key string) error {
	link := Kubectl(cache)
	if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
		return err
	}
	_ = os.Remove(link)
	return os.Symlink(filepath.Join(Folder(cache, key), "kubectl"), link)
}

// place makes a second name for a file, or a copy where the file systems differ.
func place(from, to string) error {
	_ = os.Remove(to)
	if err := os.Link(from, to); err == nil {
		return nil
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o755)
}
