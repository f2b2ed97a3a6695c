package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	"spacetime.dev/cluster/internal/addons"
	"spacetime.dev/cluster/internal/binaries"
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/lock"
	"spacetime.dev/cluster/internal/processes"
	"spacetime.dev/cluster/internal/say"
	"spacetime.dev/cluster/internal/teardown"
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

func down(i invocation) error {
	cluster, _, err := layout.Load(i.home, i.name)
	if err != nil {
		cluster = layout.Cluster{Name: i.name, Home: i.home} // Enough to find everything but the addresses.
	}
	release, err := lock.Folder(i.home)
	if err != nil {
		return err
	}
	defer release()
	return say.Step("stop the cluster "+cluster.Name+" and remove all it left", func(say.Note) error {
		if err := teardown.Stop(cluster); err != nil {
			return err
		}
		return teardown.RemoveFolder(cluster)
	})
}

func kubeconfig(i invocation) error {
	cluster, found, err := layout.Load(i.home, i.name)
	if err != nil {
		return err
	}
	if !found {
		return processes.ErrNotRunning
	}
	fmt.Println(cluster.Kubeconfig())
	return nil
}

func restartAPIServer(i invocation) error {
	cluster, _, err := layout.Load(i.home, i.name)
	if err != nil {
		return err
	}
	return say.Step("kill the API server and wait for the next one", func(say.Note) error {
		if err := processes.Kill(cluster, "kube-apiserver"); err != nil {
			return err
		}
		return addons.WaitForAPI(cluster, time.Now().Add(startDeadline))
	})
}

func sayHowToUse(cluster layout.Cluster, where site) {
	kubectl := "kubectl"
	if _, err := exec.LookPath(kubectl); err != nil {
		kubectl = filepath.Join(binaries.Folder(where.cache, where.key), "kubectl")
	}
	say.Line("Try:  export KUBECONFIG=%s\n      %s get pods --all-namespaces", cluster.Kubeconfig(), kubectl)
}
