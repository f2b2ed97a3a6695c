// Package teardown takes a cluster off the host, whatever state it is in.
package teardown

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/namespaces"
)

// The kernel ends a node's hundred processes in a fraction of this.
const patience = 20 * time.Second

const pollInterval = 20 * time.Millisecond

// Stop ends all processes of the cluster, takes its network off the host and removes its cgroups. The kernel removes mounts
// and network namespaces with the last process. What the cluster keeps on disk stays.
func Stop(cluster layout.Cluster) error {
	deadline := time.Now().Add(patience)
	if err := endProcesses(cluster, deadline); err != nil {
		return err
	}
	if err := namespaces.Disconnect(cluster); err != nil {
		return err
	}
	return namespaces.RemoveCgroups(cluster, deadline)
}

// endProcesses finds the processes by their cgroup, which none of them can leave: it works without any record of them.
func endProcesses(cluster layout.Cluster, deadline time.Time) error {
	for {
		pids, err := namespaces.Processes(cluster)
		if err != nil || len(pids) == 0 {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("these processes of the cluster do not end: %v", pids)
		}
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGKILL) // It may have ended since it was listed.
		}
		time.Sleep(pollInterval)
	}
}

// RemoveFolder removes everything that the cluster keeps on disk, and the folder of all clusters with the last of them.
func RemoveFolder(cluster layout.Cluster) error {
	if err := os.RemoveAll(cluster.Folder()); err != nil {
		return err
	}
	_ = os.Remove(cluster.Home) // Fails, as it should, while another cluster is there.
	return nil
}
