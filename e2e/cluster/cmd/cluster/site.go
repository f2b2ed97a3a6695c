package main

import (
	"path/filepath"

	"spacetime.dev/cluster/internal/binaries"
)

// site is where things are in the repository and on this machine.
type site struct {
	repository, module, cache, key string
}

func findSite(i invocation) (site, error) {
	repository, err := filepath.Abs(i.repository)
	if err != nil {
		return site{}, err
	}
	s := site{repository: repository, module: filepath.Join(repository, "e2e", "cluster")}
	if s.cache, err = binaries.Cache(); err != nil {
		return s, err
	}
	s.key, err = binaries.Key(s.module)
	return s, err
}
