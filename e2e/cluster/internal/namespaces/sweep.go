package namespaces

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"

	"spacetime.dev/cluster/internal/layout"
)

// Processes are the host's numbers of all processes in the cluster's cgroups.
func Processes(cluster layout.Cluster) ([]int, error) {
	folders, err := cgroupFolders(cluster)
	if err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	for _, folder := range folders {
		content, err := os.ReadFile(filepath.Join(folder, "cgroup.procs"))
		if err != nil {
			continue // Removed since it was listed.
		}
		for _, word := range strings.Fields(string(content)) {
			if pid, err := strconv.Atoi(word); err == nil && pid > 0 {
				seen[pid] = true
			}
		}
	}
	var pids []int
	for pid := range seen {
		pids = append(pids, pid)
	}
	sort.Ints(pids)
	return pids, nil
}

// RemoveCgroups removes all cgroups of the cluster, waiting up to the deadline for their last processes to be gone.
func RemoveCgroups(cluster layout.Cluster, deadline time.Time) error {
	for {
		folders, err := cgroupFolders(cluster)
		if err != nil || len(folders) == 0 {
			return err
		}
		var last error
		for i := len(folders) - 1; i >= 0; i-- {
			if err := syscall.Rmdir(folders[i]); err != nil && err != syscall.ENOENT {
				last = fmt.Errorf("remove cgroup %s: %w", folders[i], err)
			}
		}
		if last != nil && time.Now().After(deadline) {
			return last
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// cgroupFolders lists the cluster's cgroups in all hierarchies, parents before children.
func cgroupFolders(cluster layout.Cluster) ([]string, error) {
	all, err := hierarchies()
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, h := range all {
		root := filepath.Join(h.mountPoint, cluster.CgroupName())
		_ = filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				folders = append(folders, path)
			}
			return nil // Cgroups come and go while they are listed.
		})
	}
	return folders, nil
}
