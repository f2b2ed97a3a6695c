// Cluster starts and stops a real Kubernetes node on this machine. `make up` and its neighbours call it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/say"
)

const usage = `cluster COMMAND [--name NAME] …

  up                      start the node, or say that it runs
  down                    stop it and remove everything it left
  kubeconfig              print the path of a kubeconfig for it
  images                  build the images of this repository and load them
  browser-image           build the image of the operator that has a browser, and load it
  load NAME=FOLDER…       build images from Containerfiles and load them; NAME=FOLDER,ARG=VALUE sets build arguments
  restart-apiserver       kill the API server and wait for the next one
`

// invocation is what all commands know.
type invocation struct {
	name       string
	home       string
	repository string
	arguments  []string
}

var commands = map[string]func(invocation) error{
	"up":                up,
	"down":              down,
	"kubeconfig":        kubeconfig,
	"images":            buildImages,
	"browser-image":     buildBrowserImage,
	"load":              load,
	"restart-apiserver": restartAPIServer,
	firstProcess:        runFirst,
}

// errSaid ends the program with exit code 1 when everything worth saying has been said.
var errSaid = errors.New("said")

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	// Programs of the system are not in everyone's PATH, root's included.
	os.Setenv("PATH", os.Getenv("PATH")+":/usr/local/sbin:/usr/sbin:/sbin")
	i, err := parse(os.Args[2:])
	if err == nil {
		err = commands[os.Args[1]](i)
	}
	if err != nil {
		if !errors.Is(err, errSaid) {
			say.Problem(err.Error())
		}
		os.Exit(1)
	}
}

func parse(arguments []string) (invocation, error) {
	flags := flag.NewFlagSet("cluster", flag.ExitOnError)
	name := flags.String("name", environment("CLUSTER", layout.DefaultName), "name of the cluster; several can run beside each other")
	home := flags.String("home", environment("SPACETIME_HOME", layout.DefaultHome), "folder that holds a folder for each cluster")
	repository := flags.String("repository", ".", "root of the repository")
	flags.Usage = func() { fmt.Fprint(os.Stderr, usage); flags.PrintDefaults() }
	_ = flags.Parse(arguments)
	i := invocation{name: *name, home: *home, repository: *repository, arguments: flags.Args()}
	return i, layout.CheckName(i.name)
}

func environment(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
