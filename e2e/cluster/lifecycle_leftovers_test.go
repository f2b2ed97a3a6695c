//go:build lifecycle

package cluster_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"
)

// watchedPaths are where Kubernetes, containerd and CNI write when nobody stops them.
var watchedPaths = []string{
	"/etc/cni/net.d", "/etc/kubernetes", "/opt/containerd", "/run/containerd", "/run/netns", "/run/xtables.lock", "/var/lib/cni",
	"/var/lib/containerd", "/var/lib/kubelet", "/var/log/containers", "/var/log/pods",
}

// watchedSettings are what kubelet, kube-proxy and the launcher would change on the host.
var watchedSettings = []string{
	"kernel/keys/root_maxbytes", "kernel/keys/root_maxkeys", "kernel/panic", "kernel/panic_on_oops", "net/ipv4/ip_forward",
	"net/netfilter/nf_conntrack_max", "vm/overcommit_memory", "vm/panic_on_oom",
}

// leftovers is everything on the host that a cluster could leave, by kind. What belongs to other clusters is left out.
func leftovers(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{
		"links":            lines(t, "ip", "-o", "link"),
		"routes":           lines(t, "ip", "route", "show", "table", "all"),
		"firewall rules":   lines(t, "iptables-save"),
		"mounts":           mountPoints(t),
		"cgroups":          cgroups(t),
		"processes":        processesNaming(t, "/var/lib/spacetime/"+clusterName),
		"files":            nil,
		"settings":         nil,
		"cluster's folder": existing("/var/lib/spacetime/" + clusterName),
	}
	for _, path := range watchedPaths {
		found["files"] = append(found["files"], existing(path)...)
	}
	for _, name := range watchedSettings {
		value, _ := os.ReadFile(filepath.Join("/proc/sys", name))
		found["settings"] = append(found["settings"], name+"="+strings.TrimSpace(string(value)))
	}
	return found
}

// compareLeftovers waits for the kernel, which takes namespaces away a moment after their last process.
func compareLeftovers(t *testing.T, before map[string][]string) {
	t.Helper()
	var problems []string
	for deadline := time.Now().Add(patience); ; time.Sleep(pollInterval) {
		problems = nil
		for kind, after := range leftovers(t) {
			for _, line := range added(before[kind], after) {
				problems = append(problems, kind+": "+line)
			}
		}
		if len(problems) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("left on the host:\n%s", strings.Join(problems, "\n"))
		}
	}
}

func added(before, after []string) []string {
	known := map[string]bool{}
	for _, line := range before {
		known[line] = true
	}
	var more []string
	for _, line := range after {
		if !known[line] {
			more = append(more, line)
		}
	}
	return more
}

func lines(t *testing.T, name string, arguments ...string) []string {
	t.Helper()
	out, err := exec.Command(name, arguments...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var kept []string
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, ":") { // Comments and counters of iptables-save.
			kept = append(kept, line)
		}
	}
	return kept
}

func mountPoints(t *testing.T) []string {
	t.Helper()
	content, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	var points []string
	for _, line := range strings.Split(string(content), "\n") {
		if fields := strings.Fields(line); len(fields) > 4 {
			points = append(points, fields[4])
		}
	}
	return points
}

// cgroups lists those at the top of every hierarchy: a cluster's are all under one.
func cgroups(t *testing.T) []string {
	t.Helper()
	var folders []string
	for _, pattern := range []string{"/sys/fs/cgroup/*", "/sys/fs/cgroup/*/*"} {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range matches {
			if info, err := os.Stat(match); err == nil && info.IsDir() && strings.Contains(match, clusterName) {
				folders = append(folders, match)
			}
		}
	}
	sort.Strings(folders)
	return folders
}

func processesNaming(t *testing.T, text string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		if content, err := os.ReadFile(file); err == nil && strings.Contains(string(content), text) {
			found = append(found, strings.ReplaceAll(string(content), "\x00", " "))
		}
	}
	return found
}

func existing(path string) []string {
	if _, err := os.Lstat(path); err != nil {
		return nil
	}
	return []string{path}
}
