//go:build lifecycle

package cluster_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"spacetime.dev/cluster/internal/layout"
)

const (
	clusterName = "lifecycle"
	// Nothing here takes a fraction of this, on the slowest machine.
	patience     = 3 * time.Minute
	pollInterval = 200 * time.Millisecond
)

var itoa = strconv.Itoa

func launcher(arguments ...string) *exec.Cmd {
	program, _ := filepath.Abs("../../.cache/cluster")
	command := exec.Command(program, append(arguments[:1:1], append([]string{"--name", clusterName, "--repository", "../.."}, arguments[1:]...)...)...)
	return command
}

func run(t *testing.T, arguments ...string) string {
	t.Helper()
	out, err := launcher(arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("cluster %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
	t.Logf("cluster %s\n%s", strings.Join(arguments, " "), out)
	return string(out)
}

func cluster(t *testing.T) layout.Cluster {
	t.Helper()
	c, _, err := layout.Load(layout.DefaultHome, clusterName)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func kubectl(t *testing.T, arguments ...string) string {
	t.Helper()
	c := cluster(t)
	command := exec.Command(c.Program("kubectl"), append([]string{"--kubeconfig", c.Kubeconfig()}, arguments...)...)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("kubectl %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
	return string(out)
}

func waitForPods(t *testing.T) {
	t.Helper()
	// The node says what became of its pods only some seconds after it is back.
	until(t, "a ready pod that answers", func() bool {
		out := kubectl(t, "-n", "pods", "get", "endpointslices", "-l", "kubernetes.io/service-name=answer", "-o", "jsonpath={.items[*].endpoints[*].conditions.ready} {.items[*].endpoints[*].addresses[0]}")
		ready, address, _ := strings.Cut(strings.TrimSpace(out), " ")
		return ready == "true" && answers("http://"+address+":8080/")
	})
}

func podStarts(t *testing.T) string {
	t.Helper()
	return kubectl(t, "-n", "pods", "get", "pods", "-l", "app=answer", "-o", "jsonpath={.items[*].metadata.uid} {.items[*].status.containerStatuses[*].restartCount}")
}

func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(pollInterval) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func answers(url string) bool {
	client := http.Client{Timeout: time.Second}
	response, err := client.Get(url)
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func get(t *testing.T, url string) string {
	t.Helper()
	client := http.Client{Timeout: patience}
	response, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func resolverAt(address string) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, address+":53")
	}}
}

// buildAnswer builds the image's program into a context of its own.
func buildAnswer(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", filepath.Join(folder, "answer"), "./testdata/answer")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	containerfile, err := os.ReadFile("testdata/answer/Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "Containerfile"), containerfile, 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}
