package namespaces

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"spacetime.dev/cluster/internal/layout"
)

// NeededControllers are those that kubelet and runc set limits with.
var NeededControllers = []string{"cpu", "memory", "cpuset", "pids"}

// The node's programs live in a leaf beside the pods: version 2 allows processes only in leaves.
const nodeLeaf = "node"

// CreateCgroups makes the cluster's cgroup in every hierarchy. Kubelet puts the pods under it.
func CreateCgroups(cluster layout.Cluster) error {
	all, err := hierarchies()
	if err != nil {
		return err
	}
	for _, h := range all {
		root := filepath.Join(h.mountPoint, cluster.CgroupName())
		for _, folder := range []string{root, filepath.Join(root, nodeLeaf)} {
			if err := createCgroup(h, folder); err != nil {
				return fmt.Errorf("create cgroup %s: %w", folder, err)
			}
		}
	}
	return nil
}

func createCgroup(h hierarchy, folder string) error {
	if h.version2 {
		if err := delegate(filepath.Dir(folder)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil || h.version2 {
		return err
	}
	return inheritCPUs(folder)
}

// delegate lets a cgroup of version 2 hand the controllers that pods need to its children; one that the kernel does not offer
// here is left out, and preflight has named it.
func delegate(folder string) error {
	content, err := os.ReadFile(filepath.Join(folder, "cgroup.controllers"))
	if err != nil {
		return err
	}
	offered := strings.Fields(string(content))
	for _, controller := range NeededControllers {
		if !slices.Contains(offered, controller) {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, "cgroup.subtree_control"), []byte("+"+controller), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// inheritCPUs copies the parent's processors and memory nodes: a version 1 cpuset starts empty and takes no process.
func inheritCPUs(folder string) error {
	for _, name := range []string{"cpuset.cpus", "cpuset.mems"} {
		own := filepath.Join(folder, name)
		content, err := os.ReadFile(own)
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(content)) > 0 {
			continue
		}
		parent, err := os.ReadFile(filepath.Join(filepath.Dir(folder), name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(own, parent, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// JoinCgroups moves the calling process, and all that it starts later, into the node's leaf.
func JoinCgroups(cluster layout.Cluster) error {
	all, err := hierarchies()
	if err != nil {
		return err
	}
	for _, h := range all {
		file := filepath.Join(h.mountPoint, cluster.CgroupName(), nodeLeaf, "cgroup.procs")
		if err := os.WriteFile(file, []byte("0"), 0o644); err != nil {
			return fmt.Errorf("join %s: %w", file, err)
		}
	}
	return nil
}
