package namespaces

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"spacetime.dev/cluster/internal/layout"
)

// Held here while /run and /sys get new file systems over the old ones.
const (
	heldFolder  = "/run/held-folder"
	heldCgroups = "/run/held-cgroups"
)

// Kubelet would write these settings, which belong to the whole host. It reads and writes files with its own values instead.
var shieldedSettings = map[string]string{
	"vm/overcommit_memory":      "1",
	"vm/panic_on_oom":           "0",
	"kernel/panic":              "10",
	"kernel/panic_on_oops":      "1",
	"kernel/keys/root_maxkeys":  "1000000",
	"kernel/keys/root_maxbytes": "25000000",
}

// MountInside gives the node its own view of the machine; it runs in the node.
//
// The host's files stay visible, but /run, /var/lib and /var/log are the node's own (its programs, and CNI's, have fixed paths
// there), /proc and /sys show its own processes and network, and settings of the host are out of reach.
func MountInside(cluster layout.Cluster) error {
	steps := []func() error{
		// Nothing that is mounted here reaches the host; what the host unmounts goes away here too.
		func() error { return mount("none", "/", "", syscall.MS_REC|syscall.MS_SLAVE) },
		func() error { return mount("tmpfs", "/run", "tmpfs", 0) },
		func() error { return bind(cluster.Folder(), heldFolder, 0) },
		func() error { return bind("/sys/fs/cgroup", heldCgroups, syscall.MS_REC) },
		func() error { return mount("proc", "/proc", "proc", 0) },
		func() error { return mount("sysfs", "/sys", "sysfs", 0) },
		func() error { return move(heldCgroups, "/sys/fs/cgroup") },
		func() error { return mount("tmpfs", "/var/lib", "tmpfs", 0) },
		func() error { return move(heldFolder, cluster.Folder()) },
		func() error { return bind(cluster.In("logs"), "/var/log", 0) },
		shieldSettings,
		func() error { return syscall.Sethostname([]byte(cluster.NodeName())) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func shieldSettings() error {
	for name, value := range shieldedSettings {
		file := filepath.Join("/run/settings", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(value+"\n"), 0o644); err != nil {
			return err
		}
		setting := filepath.Join("/proc/sys", name)
		if _, err := os.Stat(setting); err != nil {
			continue // This kernel does not have the setting.
		}
		if err := mount(file, setting, "", syscall.MS_BIND); err != nil {
			return err
		}
	}
	return nil
}

func bind(from, to string, flags uintptr) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	return mount(from, to, "", syscall.MS_BIND|flags)
}

func move(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	// A mount that other namespaces hear of cannot be moved.
	if err := mount("none", from, "", syscall.MS_REC|syscall.MS_PRIVATE); err != nil {
		return err
	}
	return mount(from, to, "", syscall.MS_MOVE)
}

func mount(source, target, kind string, flags uintptr) error {
	if err := syscall.Mount(source, target, kind, flags, ""); err != nil {
		return fmt.Errorf("mount %s on %s: %w", source, target, err)
	}
	return nil
}
