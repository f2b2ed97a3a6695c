package namespaces

import (
	"os"
	"path/filepath"
	"strings"
)

// hierarchy is one mounted tree of cgroups: one for each controller in version 1, a single one in version 2.
type hierarchy struct {
	mountPoint string
	version2   bool
	// controllers are those of version 1, among other mount options; version 2 names them in a file.
	controllers []string
}

func hierarchies() ([]hierarchy, error) {
	content, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	return parseHierarchies(string(content)), nil
}

func parseHierarchies(mountinfo string) []hierarchy {
	var all []hierarchy
	for _, line := range strings.Split(mountinfo, "\n") {
		before, after, found := strings.Cut(line, " - ")
		fields, kind := strings.Fields(before), strings.Fields(after)
		if !found || len(fields) < 5 || len(kind) == 0 {
			continue
		}
		if kind[0] == "cgroup" || kind[0] == "cgroup2" {
			options := strings.Split(kind[len(kind)-1], ",")
			all = append(all, hierarchy{mountPoint: fields[4], version2: kind[0] == "cgroup2", controllers: options})
		}
	}
	return all
}

// MissingControllers says which of the needed controllers no mounted hierarchy offers.
func MissingControllers() []string {
	offered := offeredControllers()
	var missing []string
	for _, controller := range NeededControllers {
		if !offered[controller] {
			missing = append(missing, controller)
		}
	}
	return missing
}

func offeredControllers() map[string]bool {
	offered := map[string]bool{}
	all, _ := hierarchies()
	for _, h := range all {
		for _, controller := range h.controllers {
			offered[controller] = true
		}
		content, _ := os.ReadFile(filepath.Join(h.mountPoint, "cgroup.controllers"))
		for _, controller := range strings.Fields(string(content)) {
			offered[controller] = true
		}
	}
	return offered
}
