// Node is every program of the local Kubernetes node in one binary; the name it is called by chooses the program.
//
// The programs share most of their code, so that one binary is a third of the size of seven and links once.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

var programs = map[string]func(){
	"coredns":                 coredns,
	"etcd":                    etcd,
	"kube-apiserver":          apiServer,
	"kube-controller-manager": controllerManager,
	"kube-proxy":              proxy,
	"kube-scheduler":          scheduler,
	"kubectl":                 kubectl,
	"kubelet":                 kubelet,
	"volume-provisioner":      volumeProvisioner,
}

func main() {
	name := filepath.Base(os.Args[0])
	run, known := programs[name]
	if !known {
		fmt.Fprintf(os.Stderr, "call this binary by one of these names: %s; %q is none of them.\n", names(), name)
		os.Exit(2)
	}
	run()
}

func names() string {
	all := make([]string, 0, len(programs))
	for name := range programs {
		all = append(all, name)
	}
	sort.Strings(all)
	return strings.Join(all, ", ")
}
