// Package addons applies the objects that every cluster of ours has, and waits until the cluster can run pods.
package addons

import (
	"bytes"
	_ "embed"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"text/template"
	"time"

	"spacetime.dev/cluster/internal/layout"
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
		return run(apply)
	})
}

// WaitForAPI returns once the API server answers that it is ready.
func WaitForAPI(cluster layout.Cluster, deadline time.Time) error {
	return until(deadline, func() error { return run(kubectl(cluster, "get", "--raw", "/readyz")) })
}

// WaitForNode returns once pods of the namespace `default` can be created and the node takes them.
func WaitForNode(cluster layout.Cluster, deadline time.Time) error {
	err := until(deadline, func() error { return run(kubectl(cluster, "get", "serviceaccount", "default")) })
	if err != nil {
		return err
	}
	return until(deadline, func() error { return nodeTakesPods(cluster) })
}

func nodeTakesPods(cluster layout.Cluster) error {
	const ready = `{.status.conditions[?(@.type=="Ready")].status}{.spec.taints[*].key}`
	out, err := kubectl(cluster, "get", "node", cluster.NodeName(), "-o", "jsonpath="+ready).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s", strings.TrimSpace(string(out)))
	}
	if answer := strings.TrimSpace(string(out)); answer != "True" {
		return fmt.Errorf("the node is not ready: %s", answer)
	}
	return nil
}

// WaitForDNS returns once cluster DNS knows the cluster's Services.
func WaitForDNS(cluster layout.Cluster, deadline time.Time) error {
	return until(deadline, func() error {
		response, err := http.Get("http://" + cluster.NodeAddress() + ":8181/ready")
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("cluster DNS is not ready")
		}
		return nil
	})
}

func kubectl(cluster layout.Cluster, arguments ...string) *exec.Cmd {
	global := []string{"--kubeconfig", cluster.Kubeconfig(), "--request-timeout=5s"}
	return exec.Command(cluster.Program("kubectl"), append(global, arguments...)...)
}

func run(command *exec.Cmd) error {
	out, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s", strings.TrimSpace(string(out)))
	}
	return nil
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
