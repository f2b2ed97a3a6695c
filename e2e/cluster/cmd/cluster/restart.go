package main

import (
	"time"

	"spacetime.dev/cluster/internal/addons"
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/processes"
	"spacetime.dev/cluster/internal/say"
)

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
