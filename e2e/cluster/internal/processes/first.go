package processes

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/namespaces"
)

// RunFirst is the whole life of the node's first process: it furnishes its namespaces, starts the programs, and collects
// every process that ends. It returns only when it cannot start; when it ends, the kernel ends the node.
func RunFirst(cluster layout.Cluster) error {
	if err := waitForNetwork(); err != nil {
		return err
	}
	if err := namespaces.JoinCgroups(cluster); err != nil {
		return err
	}
	if err := namespaces.MountInside(cluster); err != nil {
		return err
	}
	if err := namespaces.ConfigureInside(cluster); err != nil {
		return err
	}
	// The node stops when it is told to by its control socket or killed, not by a signal meant for a shell.
	signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)

	supervisor := newSupervisor(cluster)
	failed := make(chan error, 1)
	go func() { failed <- serveControl(cluster, supervisor) }()
	go supervisor.collect()
	for _, p := range programs(cluster) {
		go supervisor.keepRunning(p)
	}
	return <-failed
}

// waitForNetwork ends with an error if the launcher dies before it has connected the network.
func waitForNetwork() error {
	word := make([]byte, len(namespaces.ReadyWord))
	if _, err := os.Stdin.Read(word); err != nil || string(word) != namespaces.ReadyWord {
		return fmt.Errorf("the launcher ended before the network was connected: %v", err)
	}
	return nil
}
