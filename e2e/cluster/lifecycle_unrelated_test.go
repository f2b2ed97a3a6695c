//go:build lifecycle

package cluster_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// unrelatedContainerd is a containerd of somebody else on the same host.
type unrelatedContainerd struct {
	socket  string
	process *os.Process
}

func startUnrelatedContainerd(t *testing.T) unrelatedContainerd {
	t.Helper()
	folder := t.TempDir()
	socket := filepath.Join(folder, "containerd.sock")
	configuration := fmt.Sprintf(`version = 2
root = "%[1]s/root"
state = "%[1]s/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "%[2]s"
[plugins."io.containerd.internal.v1.opt"]
path = "%[1]s/opt"
`, folder, socket)
	path := filepath.Join(folder, "config.toml")
	if err := os.WriteFile(path, []byte(configuration), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("containerd", "--config", path, "--log-level", "error")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	unrelated := unrelatedContainerd{socket, command.Process}
	until(t, "the unrelated containerd", func() bool { return unrelated.version() == nil })
	return unrelated
}

func (u unrelatedContainerd) version() error {
	return exec.Command("ctr", "--address", u.socket, "version").Run()
}

func (u unrelatedContainerd) stillAnswers(t *testing.T) {
	if err := u.version(); err != nil {
		t.Errorf("it does not answer: %v", err)
	}
}
