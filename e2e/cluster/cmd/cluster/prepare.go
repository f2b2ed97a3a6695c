package main

import (
	"os"
	"strconv"

	"spacetime.dev/cluster/internal/binaries"
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/pki"
	"spacetime.dev/cluster/internal/preflight"
	"spacetime.dev/cluster/internal/settings"
	"spacetime.dev/cluster/internal/teardown"
)

// prepare takes away what a killed cluster left running and writes everything that the node's programs read.
// The objects and images of an earlier cluster of this name stay.
func prepare(cluster layout.Cluster, where site) (layout.Cluster, error) {
	if err := teardown.Stop(cluster); err != nil {
		return cluster, err
	}
	block, err := preflight.Block(cluster)
	if err != nil {
		return cluster, err
	}
	cluster.Block = block
	steps := []func() error{
		cluster.Save,
		func() error { return makeFolders(cluster) },
		func() error { return binaries.Install(where.cache, where.key, cluster) },
		func() error { return pki.Write(cluster) },
		func() error { return settings.Write(cluster) },
		func() error { return writeKubeconfig(cluster) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return cluster, err
		}
	}
	return cluster, nil
}

func makeFolders(cluster layout.Cluster) error {
	if err := os.RemoveAll(cluster.In("run")); err != nil {
		return err
	}
	for _, name := range []string{"logs", "run", "etcd", "containerd", "kubelet", "volumes"} {
		if err := os.MkdirAll(cluster.In(name), 0o700); err != nil {
			return err
		}
	}
	return os.Chmod(cluster.In("logs"), 0o755)
}

// writeKubeconfig gives the administrator's kubeconfig to whoever called sudo.
func writeKubeconfig(cluster layout.Cluster) error {
	content, err := os.ReadFile(pki.KubeconfigOf(cluster, "admin"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(cluster.Kubeconfig(), content, 0o600); err != nil {
		return err
	}
	owner, err := strconv.Atoi(os.Getenv("SUDO_UID"))
	if err != nil {
		return nil // Root called, without sudo.
	}
	return os.Chown(cluster.Kubeconfig(), owner, -1)
}
