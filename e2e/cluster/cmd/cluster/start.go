package main

import (
	"fmt"
	"os"
	"time"

	"spacetime.dev/cluster/internal/addons"
	"spacetime.dev/cluster/internal/images"
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/namespaces"
	"spacetime.dev/cluster/internal/processes"
	"spacetime.dev/cluster/internal/say"
	"spacetime.dev/cluster/internal/settings"
)

// A loaded machine takes a minute; one that takes this long has a problem that the logs name.
const startDeadline = 5 * time.Minute

// start launches the node unless it is there, and waits for each of its parts.
func start(cluster layout.Cluster, where site) error {
	if _, err := processes.Starts(cluster); err != nil {
		if cluster, err = launch(cluster, where); err != nil {
			return err
		}
	}
	steps := []func() error{
		func() error { return wait("wait for containerd", cluster, images.WaitForNode) },
		func() error { return loadPause(cluster, where) },
		func() error { return wait("wait for the API server", cluster, addons.WaitForAPI) },
		func() error { return wait("apply cluster DNS", cluster, addons.Apply) },
		func() error { return wait("wait for cluster DNS", cluster, addons.WaitForDNS) },
		func() error { return wait("wait for the node to take pods", cluster, addons.WaitForNode) },
		func() error { return os.WriteFile(readyFile(cluster), nil, 0o600) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("%w; the logs of all programs are in %s", err, cluster.In("logs"))
		}
	}
	return nil
}

func launch(cluster layout.Cluster, where site) (layout.Cluster, error) {
	cluster, err := prepare(cluster, where)
	if err != nil {
		return cluster, err
	}
	return cluster, say.Step("start the node's programs", func(say.Note) error {
		if err := namespaces.CreateCgroups(cluster); err != nil {
			return err
		}
		return namespaces.Start(cluster, firstProcess, "--name", cluster.Name, "--home", cluster.Home)
	})
}

// loadPause loads the one image without which no pod starts.
func loadPause(cluster layout.Cluster, where site) error {
	store, release, err := images.OpenStore(where.cache)
	if err != nil {
		return err
	}
	defer release()
	pause, err := store.PauseContext(where.repository, where.module, settings.PauseImage)
	if err != nil {
		return err
	}
	if err := store.Ensure(pause, 0); err != nil {
		return err
	}
	return store.Load(cluster, []string{pause.Name})
}

func wait(name string, cluster layout.Cluster, work func(cluster layout.Cluster, deadline time.Time) error) error {
	return say.Step(name, func(say.Note) error { return work(cluster, time.Now().Add(startDeadline)) })
}
