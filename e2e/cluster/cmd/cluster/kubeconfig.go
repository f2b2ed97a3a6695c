package main

import (
	"fmt"
	"os"
	"os/exec"

	"spacetime.dev/cluster/internal/binaries"
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/processes"
	"spacetime.dev/cluster/internal/say"
)

func kubeconfig(i invocation) error {
	cluster, found, err := layout.Load(i.home, i.name)
	if err != nil {
		return err
	}
	if !found {
		return processes.ErrNotRunning
	}
	fmt.Println(cluster.Kubeconfig())
	if say.IsTerminal(os.Stdout) { // A script wants the path alone.
		return sayHowToUse(cluster)
	}
	return nil
}

// sayHowToUse names a kubectl that is there: the host's, or the one that was built with the node.
func sayHowToUse(cluster layout.Cluster) error {
	kubectl := "kubectl"
	if _, err := exec.LookPath(kubectl); err != nil {
		cache, err := binaries.Cache()
		if err != nil {
			return err
		}
		kubectl = binaries.Kubectl(cache)
	}
	say.Line("Try:  export KUBECONFIG=%s\n      %s get pods --all-namespaces", cluster.Kubeconfig(), kubectl)
	return nil
}
