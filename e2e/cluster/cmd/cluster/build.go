package main

import (
	"spacetime.dev/cluster/internal/binaries"
	"spacetime.dev/cluster/internal/lock"
	"spacetime.dev/cluster/internal/say"
)

// build builds the node's programs unless the cache has them. Others can start and stop clusters meanwhile.
func build(where site) error {
	release, err := lock.Folder(binaries.Folder(where.cache, where.key))
	if err != nil {
		return err
	}
	defer release()
	if binaries.IsBuilt(where.cache, where.key) {
		return nil
	}
	return say.Step("build Kubernetes, etcd and CoreDNS, once", func(note say.Note) error {
		return binaries.Build(where.module, where.cache, where.key, note)
	})
}
