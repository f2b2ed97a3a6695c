//go:build lifecycle

// Package cluster_test starts, uses, kills and stops a real cluster. The cluster has a name of its own: one that is in use
// on this machine is not touched.
package cluster_test

import (
	"encoding/json"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"spacetime.dev/cluster/internal/namespaces"
	"spacetime.dev/cluster/internal/processes"
)

// The tests are one story, in this order: each needs what the one before has left.
func TestTheLifeOfACluster(t *testing.T) {
	before := leftovers(t)
	unrelated := startUnrelatedContainerd(t)
	t.Cleanup(func() { run(t, "down") })

	story := []struct {
		sentence string
		test     func(t *testing.T)
	}{
		{"up starts a node that takes pods", startsANode},
		{"a second up changes nothing and says so", secondUpChangesNothing},
		{"images are loaded once", loadsImages},
		{"pods and Services are reached from the host and from pods", reachesPods},
		{"volumes outlive pods", volumesOutlivePods},
		{"an image that is not there fails and says so", missingImageFails},
		{"cluster DNS answers", answersNames},
		{"a killed API server comes back and pods do not notice", survivesAPIServer},
		{"up after a kill of everything brings the pods back", survivesKill},
		{"volumes outlive a kill of everything, and go with their claims", volumesGoWithTheirClaims},
		{"an unrelated containerd is not disturbed", unrelated.stillAnswers},
		{"down ends every process", downEndsProcesses},
		{"down leaves nothing", func(t *testing.T) { compareLeftovers(t, before) }},
		{"a second down has nothing to do", func(t *testing.T) { run(t, "down") }},
		{"an unrelated containerd is still not disturbed", unrelated.stillAnswers},
	}
	for _, part := range story {
		if !t.Run(part.sentence, part.test) {
			t.Fatal("the rest of the story needs this part")
		}
	}
}

func startsANode(t *testing.T) {
	run(t, "up")
	if out := kubectl(t, "get", "nodes", "--no-headers"); !strings.Contains(out, " Ready ") {
		t.Errorf("got %s", out)
	}
}

func secondUpChangesNothing(t *testing.T) {
	before := starts(t)
	if out := run(t, "up"); !strings.Contains(out, "already running") {
		t.Errorf("got %s", out)
	}
	if after := starts(t); after != before {
		t.Errorf("programs were started: before %s, after %s", before, after)
	}
}

func loadsImages(t *testing.T) {
	argument := "lifecycle-answer:v1=" + buildAnswer(t)
	if out := run(t, "load", argument); !strings.Contains(out, "load lifecycle-answer:v1") {
		t.Errorf("got %s", out)
	}
	if out := run(t, "load", argument); strings.Contains(out, "load lifecycle-answer:v1") {
		t.Errorf("an image that is there was loaded again: %s", out)
	}
}

func reachesPods(t *testing.T) {
	kubectl(t, "apply", "-f", "testdata/pods.yaml")
	waitForPods(t)
	service := strings.TrimSpace(kubectl(t, "-n", "pods", "get", "service", "answer", "-o", "jsonpath={.spec.clusterIP}"))
	if got := get(t, "http://"+service+"/"); !strings.Contains(got, "you are "+cluster(t).HostAddress()) {
		t.Errorf("the host's address is lost on the way: %s", got)
	}
	pod := strings.TrimSpace(kubectl(t, "-n", "pods", "get", "pods", "-l", "app=answer", "-o", "jsonpath={.items[0].status.podIP}"))
	if got := get(t, "http://"+pod+":8080/via?url=http://answer.pods/"); !strings.Contains(got, "you are ") {
		t.Errorf("a pod does not reach its own Service by name: %s", got)
	}
	if got := kubectl(t, "-n", "pods", "get", "--raw", "/api/v1/namespaces/pods/services/answer/proxy/"); !strings.Contains(got, "you are ") {
		t.Errorf("the API server does not reach pods: %s", got)
	}
}

func missingImageFails(t *testing.T) {
	const reason = "jsonpath={.status.containerStatuses[0].state.waiting.reason}"
	until(t, "the pod to say that its image is missing", func() bool {
		out := kubectl(t, "-n", "pods", "get", "pod", "absent", "-o", reason)
		return strings.Contains(out, "ErrImagePull") || strings.Contains(out, "ImagePullBackOff")
	})
}

func answersNames(t *testing.T) {
	resolver := resolverAt(cluster(t).DNSAddress())
	addresses, err := resolver.LookupHost(t.Context(), "kubernetes.default.svc.cluster.local.")
	if err != nil || addresses[0] != cluster(t).APIAddress() {
		t.Errorf("got %v, %v", addresses, err)
	}
	_, err = resolver.LookupHost(t.Context(), "example.com.")
	if failure, isDNS := err.(*net.DNSError); !isDNS || !failure.IsNotFound {
		t.Errorf("a name outside is not simply unknown: %v", err)
	}
}

func survivesAPIServer(t *testing.T) {
	before := podStarts(t)
	run(t, "restart-apiserver")
	counts, err := processes.Starts(cluster(t))
	if err != nil || counts["kube-apiserver"] < 2 {
		t.Errorf("the API server was not restarted: %v, %v", counts, err)
	}
	if after := podStarts(t); after != before {
		t.Errorf("before %q, after %q", before, after)
	}
}

func survivesKill(t *testing.T) {
	for _, pid := range nodeProcesses(t) {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	until(t, "the node's processes to end", func() bool { return len(nodeProcesses(t)) == 0 })
	run(t, "up")
	waitForPods(t)
}

func downEndsProcesses(t *testing.T) {
	before := nodeProcesses(t)
	if len(before) < 10 {
		t.Fatalf("a running node has more processes than %v", before)
	}
	folder := cluster(t).Folder()
	run(t, "down")
	for _, pid := range before {
		if command, err := os.ReadFile("/proc/" + itoa(pid) + "/cmdline"); err == nil && strings.Contains(string(command), folder) {
			t.Errorf("process %d is still there: %q", pid, command)
		}
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("%s is still there", folder)
	}
}

func starts(t *testing.T) string {
	t.Helper()
	counts, err := processes.Starts(cluster(t))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(counts)
	return string(text)
}

func nodeProcesses(t *testing.T) []int {
	t.Helper()
	pids, err := namespaces.Processes(cluster(t))
	if err != nil {
		t.Fatal(err)
	}
	return pids
}
