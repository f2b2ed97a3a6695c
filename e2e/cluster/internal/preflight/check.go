// Package preflight finds out, before anything is started, whether a cluster can run on this machine.
package preflight

import (
	"fmt"
	"sort"
	"strings"
)

// Facts are all that the decision depends on.
type Facts struct {
	IsLinux bool
	IsRoot  bool
	// MissingPackages are Debian packages of which a program or a plugin was not found.
	MissingPackages []string
	// GoFound is false when programs have to be built and there is no Go.
	GoFound    bool
	NeedsBuild bool
	// HomeBytes and CacheBytes are free on the disks of the cluster's folder and of the cache.
	HomeFolder, CacheFolder string
	HomeBytes, CacheBytes   uint64
	// MissingKernelParts are file systems and cgroup controllers that the kernel does not offer.
	MissingKernelParts []string
	// AddressProblem says why the cluster can have no addresses; empty is no problem.
	AddressProblem string
}

const gigabyte = 1 << 30

// A running cluster holds its programs, a few images and logs; a build needs Go's caches beside it.
const (
	homeNeed  = 2 * gigabyte
	buildNeed = 8 * gigabyte
)

// Check returns one sentence for each thing that stops a cluster from running; none means that it can be started.
func Check(f Facts) []string {
	if !f.IsLinux {
		return []string{"The local cluster runs on Linux only: on another system, use a Linux virtual machine or a cluster of your own."}
	}
	if !f.IsRoot {
		return []string{"Starting a node needs root, for its namespaces, mounts and cgroups: run `sudo make up`."}
	}
	var problems []string
	if len(f.MissingPackages) > 0 {
		problems = append(problems, missingPackages(f.MissingPackages))
	}
	if f.NeedsBuild && !f.GoFound {
		problems = append(problems, "The node's programs are built with Go, and `go` is not in the PATH: install Go 1.26 or later from https://go.dev/dl.")
	}
	if len(f.MissingKernelParts) > 0 {
		problems = append(problems, fmt.Sprintf("This kernel does not offer what containers need: %s.", strings.Join(f.MissingKernelParts, ", ")))
	}
	problems = append(problems, disk(f)...)
	if f.AddressProblem != "" {
		problems = append(problems, f.AddressProblem)
	}
	return problems
}

func missingPackages(packages []string) string {
	sort.Strings(packages)
	names := strings.Join(packages, " ")
	if len(packages) == 1 {
		return fmt.Sprintf("The Debian package %s is not installed: run `sudo make setup`, or `apt-get install %s`.", names, names)
	}
	return fmt.Sprintf("These Debian packages are not installed: %s. Run `sudo make setup`, or `apt-get install %s`.", strings.Join(packages, ", "), names)
}

func disk(f Facts) []string {
	var problems []string
	if f.HomeBytes < homeNeed {
		problems = append(problems, tooLittle(f.HomeFolder, f.HomeBytes, homeNeed, "the cluster's images and data"))
	}
	if f.NeedsBuild && f.CacheBytes < buildNeed {
		problems = append(problems, tooLittle(f.CacheFolder, f.CacheBytes, buildNeed, "the first build of Kubernetes"))
	}
	return problems
}

func tooLittle(folder string, free, need uint64, what string) string {
	return fmt.Sprintf("The disk of %s has %.1f GB free, but %s needs %d GB: free some space first.",
		folder, float64(free)/gigabyte, what, need/gigabyte)
}
