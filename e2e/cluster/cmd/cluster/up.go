package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"spacetime.dev/cluster/internal/addons"
	"spacetime.dev/cluster/internal/binaries"
	"spacetime.dev/cluster/internal/images"
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/namespaces"
	"spacetime.dev/cluster/internal/pki"
	"spacetime.dev/cluster/internal/preflight"
	"spacetime.dev/cluster/internal/processes"
	"spacetime.dev/cluster/internal/say"
	"spacetime.dev/cluster/internal/settings"
	"spacetime.dev/cluster/internal/teardown"
)

// A loaded machine takes a minute; one that takes this long has a problem that the logs name.
const startDeadline = 5 * time.Minute

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
	if err := checkMachine(cluster, where); err != nil {
		return err
	}
	release, err := lock(i.home)
	if err != nil {
		return err
	}
	defer release()
	if _, err := processes.Starts(cluster); err == nil {
		say.Line("The cluster %s is already running.", cluster.Name)
		return sayHowToUse(cluster, where)
	}
	if err := start(cluster, where); err != nil {
		return err
	}
	say.Line("The cluster %s runs after %s.", cluster.Name, say.Seconds(time.Since(started)))
	return sayHowToUse(cluster, where)
}

func checkMachine(cluster layout.Cluster, where site) error {
	needsBuild := !binaries.IsBuilt(where.cache, where.key)
	facts, err := preflight.Gather(cluster.Home, where.cache, needsBuild, cluster.Block)
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

// lock lets one `up` or `down` work at a time.
func lock(home string) (release func(), err error) {
	if err := os.MkdirAll(home, 0o755); err != nil {
		return nil, err
	}
	folder, err := os.Open(home)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); err != nil {
		return nil, fmt.Errorf("lock %s: %w", home, err)
	}
	return func() { folder.Close() }, nil
}

func start(cluster layout.Cluster, where site) error {
	if !binaries.IsBuilt(where.cache, where.key) {
		err := say.Step("build Kubernetes, etcd and CoreDNS (once)", func(note say.Note) error {
			return binaries.Build(where.module, where.cache, where.key, note)
		})
		if err != nil {
			return err
		}
	}
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
	cluster, err = prepare(cluster, where)
	if err != nil {
		return err
	}
	if err := say.Step("start the node's programs", func(say.Note) error { return startNode(cluster) }); err != nil {
		return err
	}
	if err := wait("wait for containerd", func(deadline time.Time) error { return images.WaitForNode(cluster, deadline) }); err != nil {
		return withLogs(cluster, err)
	}
	if err := store.Load(cluster, []string{settings.PauseImage}); err != nil {
		return withLogs(cluster, err)
	}
	return withLogs(cluster, waitUntilReady(cluster))
}

// prepare takes away what a killed cluster left and writes everything that the node's programs read.
func prepare(cluster layout.Cluster, where site) (layout.Cluster, error) {
	if err := teardown.Stop(cluster); err != nil {
		return cluster, err
	}
	if cluster.Block == 0 {
		prefixes, err := namespaces.HostPrefixes()
		if err != nil {
			return cluster, err
		}
		cluster.Block, _ = layout.FreeBlock(prefixes)
	}
	steps := []func() error{
		cluster.Save,
		func() error { return makeFolders(cluster) },
		func() error { return binaries.Install(where.cache, where.key, cluster) },
		func() error { return pki.Write(cluster) },
		func() error { return settings.Write(cluster) },
		func() error { return writeKubeconfig(cluster) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return cluster, err
		}
	}
	return cluster, nil
}

func makeFolders(cluster layout.Cluster) error {
	for _, name := range []string{"logs", "run", "etcd", "containerd", "kubelet"} {
		if err := os.MkdirAll(cluster.In(name), 0o700); err != nil {
			return err
		}
	}
	return os.Chmod(cluster.In("logs"), 0o755)
}

// writeKubeconfig gives the administrator's kubeconfig to whoever called sudo.
func writeKubeconfig(cluster layout.Cluster) error {
	content, err := os.ReadFile(pki.KubeconfigOf(cluster, "admin"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(cluster.Kubeconfig(), content, 0o600); err != nil {
		return err
	}
	owner, err := strconv.Atoi(os.Getenv("SUDO_UID"))
	if err != nil {
		return nil
	}
	return os.Chown(cluster.Kubeconfig(), owner, -1)
}

func startNode(cluster layout.Cluster) error {
	if err := namespaces.CreateCgroups(cluster); err != nil {
		return err
	}
	return namespaces.Start(cluster, firstProcess, "--name", cluster.Name, "--home", cluster.Home)
}

func waitUntilReady(cluster layout.Cluster) error {
	if err := wait("wait for the API server", func(deadline time.Time) error { return addons.WaitForAPI(cluster, deadline) }); err != nil {
		return err
	}
	if err := wait("apply cluster DNS", func(time.Time) error { return addons.Apply(cluster) }); err != nil {
		return err
	}
	return wait("wait for the node to take pods", func(deadline time.Time) error {
		if err := addons.WaitForDNS(cluster, deadline); err != nil {
			return err
		}
		return addons.WaitForNode(cluster, deadline)
	})
}

func wait(name string, work func(deadline time.Time) error) error {
	return say.Step(name, func(say.Note) error { return work(time.Now().Add(startDeadline)) })
}

func withLogs(cluster layout.Cluster, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w; the logs of all programs are in %s", err, cluster.In("logs"))
}
