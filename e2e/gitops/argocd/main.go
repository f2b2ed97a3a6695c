// Application controller and repository server of Argo CD in one program, without its user interface, API server and command line: these take
// as long to build as the rest, and no scenario needs them.
package main

import (
	"os"
	"path/filepath"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	repository "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/spf13/cobra"
)

func main() {
	commands := &cobra.Command{Use: filepath.Base(os.Args[0])}
	commands.AddCommand(controller.NewCommand(), repository.NewCommand())
	if err := commands.Execute(); err != nil {
		os.Exit(1)
	}
}
