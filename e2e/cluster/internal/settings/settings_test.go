package settings

import (
	"os"
	"strings"
	"testing"

	"spacetime.dev/cluster/internal/layout"
)

func TestEveryFileIsWrittenWithTheClustersOwnNames(t *testing.T) {
	cluster := layout.Cluster{Name: "x", Home: t.TempDir(), Block: 230}
	if err := Write(cluster); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{
		"kubelet.yaml":                   "cgroupRoot: /spacetime-x\n",
		"containerd.toml":                cluster.Folder() + "/run/containerd.sock",
		"proxy.yaml":                     cluster.Folder() + "/pki/proxy.kubeconfig",
		"Corefile":                       "10.230.255.2:8181",
		"cni/10-pods.conflist":           `"subnet": "10.230.0.0/17"`,
		"resolv.conf":                    "nameserver 10.230.128.10",
		"registries/_default/hosts.toml": "127.0.0.1:1",
		"audit-policy.yaml":              "kind: Policy",
	}
	for name, word := range words {
		content, err := os.ReadFile(cluster.In("config", name))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(content), word) {
			t.Errorf("%s: want %q in\n%s", name, word, content)
		}
		if strings.Contains(string(content), "no value") {
			t.Errorf("%s has a name without a value:\n%s", name, content)
		}
	}
	if len(words) != len(destinations) {
		t.Errorf("%d files are written and %d are looked at", len(destinations), len(words))
	}
}
