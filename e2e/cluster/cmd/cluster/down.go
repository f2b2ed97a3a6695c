package main

import (
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/lock"
	"spacetime.dev/cluster/internal/say"
	"spacetime.dev/cluster/internal/teardown"
)

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
