// Package settings writes the configuration files of the node's programs.
package settings

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"text/template"

	"spacetime.dev/cluster/internal/layout"
)

// PauseImage holds the namespaces of a pod.
const PauseImage = "docker.io/library/spacetime-pause:v1"

// CNIFolders are where distributions put the network plugins.
var CNIFolders = []string{"/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"}

//go:embed files
var files embed.FS

var templates = template.Must(template.ParseFS(files, "files/*"))

// destinations says where each file goes, under the cluster's folder `config`.
var destinations = map[string]string{
	"containerd.toml":               "containerd.toml",
	"registries-default-hosts.toml": "registries/_default/hosts.toml",
	"cni.conflist":                  "cni/10-pods.conflist",
	"kubelet.yaml":                  "kubelet.yaml",
	"proxy.yaml":                    "proxy.yaml",
	"Corefile":                      "Corefile",
	"audit-policy.yaml":             "audit-policy.yaml",
	"resolv.conf":                   "resolv.conf",
}

// values are what the files may name: the cluster's own names, and two that do not follow from them.
type values struct {
	layout.Cluster
	CNIPrograms string
	PauseImage  string
}

// Write writes all files.
func Write(cluster layout.Cluster) error {
	all := values{Cluster: cluster, CNIPrograms: CNIFolder("ptp"), PauseImage: PauseImage}
	for name, destination := range destinations {
		path := cluster.In("config", destination)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := writeFile(name, path, all); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	return nil
}

func writeFile(name, path string, all values) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return templates.ExecuteTemplate(file, name, all)
}

// CNIFolder is the folder that holds this network plugin, or empty.
func CNIFolder(plugin string) string {
	for _, folder := range CNIFolders {
		if _, err := os.Stat(filepath.Join(folder, plugin)); err == nil {
			return folder
		}
	}
	return ""
}
