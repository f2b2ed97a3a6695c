// Package addons applies the objects that every cluster of ours has, and waits until the cluster can run pods.
package addons

import (
	"bytes"
	_ "embed"
	"fmt"
	"os/exec"
	"strings"
	"text/template"
	"time"

	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/processes"
)

//go:embed addons.yaml
var manifest string

var objects = template.Must(template.New("addons").Parse(manifest))

const pollInterval = 200 * time.Millisecond

// Apply applies the objects; it may be repeated.
func Apply(cluster layout.Cluster, deadline time.Time) error {
	var rendered bytes.Buffer
	if err := objects.Execute(&rendered, cluster); err != nil {
		return err
	}
	return until(deadline, func() error {
		apply := kubectl(cluster, "apply", "--server-side", "--force-conflicts", "-f", "-")
		apply.Stdin = bytes.NewReader(rendered.Bytes())
		_, err := read(apply)
		return err
	})
}

// WaitForAPI returns once the API server answers that it is ready.
func WaitForAPI(cluster layout.Cluster, deadline time.Time) error {
	return until(deadline, func() error { return processes.APIServerReady(cluster) })
}

// WaitForDNS returns once cluster DNS knows the cluster's Services.
func WaitForDNS(cluster layout.Cluster, deadline time.Time) error {
	return until(deadline, func() error { return processes.DNSReady(cluster) })
}

// WaitForNode returns once pods of the namespace `default` can be created and the node takes them.
func WaitForNode(cluster layout.Cluster, deadline time.Time) error {
	checks := []func(layout.Cluster) error{nodeTakesPods, accountsAreThere}
	for _, check := range checks {
		if err := until(deadline, func() error { return check(cluster) }); err != nil {
			return err
		}
	}
	return nil
}

// nodeTakesPods believes only what the kubelet said since the start: a cluster that was killed still calls its node ready.
func nodeTakesPods(cluster layout.Cluster) error {
	started, err := processes.StartedAt(cluster)
	if err != nil {
		return err
	}
	const ready = `{.status.conditions[?(@.type=="Ready")].lastHeartbeatTime} {.status.conditions[?(@.type=="Ready")].status}{.spec.taints[*].key}`
	said, err := read(kubectl(cluster, "get", "node", cluster.NodeName(), "-o", "jsonpath="+ready))
	if err != nil {
		return err
	}
	when, state, _ := strings.Cut(said, " ")
	heard, err := time.Parse(time.RFC3339, when)
	// The kubelet tells whole seconds.
	if err != nil || heard.Before(started.Truncate(time.Second)) || state != "True" {
		return fmt.Errorf("the node is not ready: %s", said)
	}
	return nil
}

func accountsAreThere(cluster layout.Cluster) error {
	_, err := read(kubectl(cluster, "get", "serviceaccount", "default"))
	return err
}

func kubectl(cluster layout.Cluster, arguments ...string) *exec.Cmd {
	global := []string{"--kubeconfig", cluster.Kubeconfig(), "--request-timeout=5s"}
	return exec.Command(cluster.Program("kubectl"), append(global, arguments...)...)
}

func read(command *exec.Cmd) (string, error) {
	out, err := command.CombinedOutput()
	said := strings.TrimSpace(string(out))
	if err != nil {
		return "", fmt.Errorf("kubectl says: %s", said)
	}
	return said, nil
}

func until(deadline time.Time, try func() error) error {
	for {
		err := try()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(pollInterval)
	}
}
