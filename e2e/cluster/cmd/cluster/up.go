package main

import (
	"os"
	"time"

	"spacetime.dev/cluster/internal/binaries"
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/lock"
	"spacetime.dev/cluster/internal/preflight"
	"spacetime.dev/cluster/internal/processes"
	"spacetime.dev/cluster/internal/say"
)

// up starts the cluster, finishes a start that was interrupted, or says that nothing is to be done.
func up(i invocation) error {
	started := time.Now()
	where, err := findSite(i)
	if err != nil {
		return err
	}
	cluster, _, err := layout.Load(i.home, i.name)
	if err != nil {
		return err
	}
	if isReady(cluster) {
		say.Line("The cluster %s is already running.", cluster.Name)
		return sayHowToUse(cluster)
	}
	if err := checkMachine(cluster, where); err != nil {
		return err
	}
	if err := build(where); err != nil {
		return err
	}
	release, err := lock.Folder(i.home)
	if err != nil {
		return err
	}
	defer release()
	if err := start(cluster, where); err != nil {
		return err
	}
	say.Line("The cluster %s runs after %s.", cluster.Name, say.Seconds(time.Since(started)))
	return sayHowToUse(cluster)
}

// readyFile is there from the end of a start to the beginning of the next.
func readyFile(cluster layout.Cluster) string { return cluster.In("run", "ready") }

func isReady(cluster layout.Cluster) bool {
	_, noRecord := os.Stat(readyFile(cluster))
	_, notRunning := processes.Starts(cluster)
	return noRecord == nil && notRunning == nil
}

func checkMachine(cluster layout.Cluster, where site) error {
	needsBuild := !binaries.IsBuilt(where.cache, where.key)
	facts, err := preflight.Gather(cluster, where.cache, needsBuild)
	if err != nil {
		return err
	}
	problems := preflight.Check(facts)
	for _, problem := range problems {
		say.Problem(problem)
	}
	if len(problems) > 0 {
		return errSaid
	}
	return nil
}
