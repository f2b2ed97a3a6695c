// Package namespaces gives the node its own network, process, mount, host-name and IPC namespaces and its own cgroups.
//
// The kernel ends everything in a process namespace when its first process ends, and takes mounts and network devices away
// with their namespace: so a cluster that is stopped, or killed, leaves nothing of these behind.
package namespaces

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"spacetime.dev/cluster/internal/layout"
)

// ReadyWord is what the first process of the node waits for on its standard input: by then its network is connected.
const ReadyWord = "connected\n"

const ownNamespaces = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC

// Start runs this same program with the given arguments as the first process of a new node and connects its network.
// It returns while the process runs on; its output goes to the log of the node.
func Start(cluster layout.Cluster, arguments ...string) error {
	log, err := os.OpenFile(cluster.Log("node"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	first := exec.Command(self, arguments...)
	first.Stdout, first.Stderr = log, log
	first.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"}
	first.SysProcAttr = &syscall.SysProcAttr{Cloneflags: ownNamespaces, Setsid: true}
	start, err := first.StdinPipe()
	if err != nil {
		return err
	}
	if err := first.Start(); err != nil {
		return fmt.Errorf("start the node's namespaces: %w", err)
	}
	if err := connect(cluster, first.Process.Pid); err != nil {
		_ = first.Process.Kill()
		_ = first.Wait()
		return err
	}
	if _, err := start.Write([]byte(ReadyWord)); err != nil {
		return fmt.Errorf("the node ended before it started, see %s: %w", cluster.Log("node"), err)
	}
	return first.Process.Release()
}
