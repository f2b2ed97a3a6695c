package binaries

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

var kubernetesVersion = regexp.MustCompile(`(?m)^\s*k8s\.io/kubernetes v(\d+)\.(\d+)\.(\d+)`)

// linkerFlags tell the programs the version that go.mod names: without, kubelet and API server report v0.0.0.
func linkerFlags(folder string) (string, error) {
	content, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return "", err
	}
	parts := kubernetesVersion.FindStringSubmatch(string(content))
	if parts == nil {
		return "", fmt.Errorf("%s/go.mod does not require k8s.io/kubernetes", folder)
	}
	const variable = " -X k8s.io/component-base/version."
	return fmt.Sprintf("-s -w"+variable+"gitVersion=v%s.%s.%s"+variable+"gitMajor=%s"+variable+"gitMinor=%s"+variable+"gitTreeState=clean",
		parts[1], parts[2], parts[3], parts[1], parts[2]), nil
}
