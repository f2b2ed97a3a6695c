package main

import (
	"fmt"

	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/processes"
)

// firstProcess is the command that runs inside the node; nobody calls it by hand.
const firstProcess = "node-first-process"

func runFirst(i invocation) error {
	cluster, found, err := layout.Load(i.home, i.name)
	if err != nil || !found {
		return fmt.Errorf("no cluster %s in %s (%v)", i.name, i.home, err)
	}
	return processes.RunFirst(cluster)
}
