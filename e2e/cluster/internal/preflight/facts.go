package preflight

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/namespaces"
	"spacetime.dev/cluster/internal/settings"
)

// packageOf names the Debian package of each program that the node or the launcher calls.
var packageOf = map[string]string{
	"buildah":                 "buildah",
	"conntrack":               "conntrack",
	"containerd":              "containerd",
	"containerd-shim-runc-v2": "containerd",
	"ctr":                     "containerd",
	"ip":                      "iproute2",
	"iptables":                "iptables",
	"mount":                   "mount",
	"runc":                    "runc",
	"socat":                   "socat",
}

// cniPlugins all come from one package.
var cniPlugins = []string{"ptp", "portmap", "host-local", "loopback"}

const cniPackage = "containernetworking-plugins"

// Gather looks at this machine.
func Gather(cluster layout.Cluster, cache string, needsBuild bool) (Facts, error) {
	f := Facts{
		IsLinux:            runtime.GOOS == "linux",
		IsRoot:             os.Geteuid() == 0,
		NeedsBuild:         needsBuild,
		GoFound:            isProgram("go"),
		HomeFolder:         cluster.Home,
		CacheFolder:        cache,
		MissingPackages:    missing(),
		MissingKernelParts: missingKernelParts(),
	}
	var err error
	if f.HomeBytes, err = freeBytes(cluster.Home); err != nil {
		return f, err
	}
	if f.CacheBytes, err = freeBytes(cache); err != nil {
		return f, err
	}
	if !isProgram("ip") {
		return f, nil // Nobody can tell which addresses are free; that the package is missing says enough.
	}
	if _, err := Block(cluster); err != nil {
		f.AddressProblem = err.Error()
	}
	return f, nil
}

func missing() []string {
	packages := map[string]bool{}
	for program, name := range packageOf {
		if !isProgram(program) {
			packages[name] = true
		}
	}
	for _, plugin := range cniPlugins {
		if settings.CNIFolder(plugin) == "" {
			packages[cniPackage] = true
		}
	}
	var names []string
	for name := range packages {
		names = append(names, name)
	}
	return names
}

func isProgram(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

func missingKernelParts() []string {
	var parts []string
	filesystems, _ := os.ReadFile("/proc/filesystems")
	if !strings.Contains(string(filesystems), "\toverlay\n") && !canLoad("overlay") {
		parts = append(parts, "the overlay file system")
	}
	for _, controller := range namespaces.MissingControllers() {
		parts = append(parts, "the cgroup controller "+controller)
	}
	return parts
}

// canLoad tries to load a kernel module; the kernel keeps what it has loaded.
func canLoad(module string) bool { return exec.Command("modprobe", module).Run() == nil }

// freeBytes looks at the nearest folder that exists, since the one asked about may be yet to be made.
func freeBytes(folder string) (uint64, error) {
	for path := folder; ; path = filepath.Dir(path) {
		var stat syscall.Statfs_t
		err := syscall.Statfs(path, &stat)
		if err == nil {
			return stat.Bavail * uint64(stat.Bsize), nil
		}
		if path == "/" || err != syscall.ENOENT {
			return 0, fmt.Errorf("ask how much of %s is free: %w", path, err)
		}
	}
}
