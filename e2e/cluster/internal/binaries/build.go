package binaries

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The go command names it too.
const mainPackage = "spacetime.dev/cluster/node"

// The estimate is shown again this often, also while one large package compiles.
const noteInterval = time.Second

// Build compiles the node's programs into the cache, telling how far it is. The folder is the one that holds go.mod.
func Build(folder, cache, key string, note func(string)) error {
	note("listing packages")
	flags, err := linkerFlags(folder)
	if err != nil {
		return err
	}
	weights, err := packagesToCompile(folder, note)
	if err != nil {
		return err
	}
	target := Folder(cache, key)
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	// A build that is interrupted must not look complete.
	unfinished := filepath.Join(target, binaryName+".unfinished")
	build := goCommand(folder, "build", "-v", "-trimpath", "-ldflags", flags, "-o", unfinished, "./node")
	said, err := build.StderrPipe()
	if err != nil {
		return err
	}
	if err := build.Start(); err != nil {
		return err
	}
	rest := followBuild(said, newProgress(time.Now(), weights), note)
	if err := build.Wait(); err != nil {
		return fmt.Errorf("build the node's programs: %s (%w)", rest, err)
	}
	if err := finish(target, unfinished); err != nil {
		return err
	}
	return forgetOld(cache)
}

// followBuild tells how far the build is and returns what is not a package's name: the compiler's complaints.
func followBuild(said io.Reader, p *progress, note func(string)) string {
	lines := make(chan string)
	go func() {
		for scanner := bufio.NewScanner(said); scanner.Scan(); {
			lines <- scanner.Text()
		}
		close(lines)
	}()
	ticks := time.NewTicker(noteInterval)
	defer ticks.Stop()
	var rest []string
	for {
		select {
		case line, open := <-lines:
			if !open {
				return strings.Join(rest, "\n")
			}
			if !p.finish(line) && line != mainPackage {
				rest = append(rest, line)
			}
		case now := <-ticks.C:
			note(p.line(now))
		}
	}
}

func finish(target, unfinished string) error {
	// kubectl is for the user too, under its own name.
	kubectl := filepath.Join(target, "kubectl")
	if err := os.Symlink(binaryName, kubectl); err != nil && !os.IsExist(err) {
		return err
	}
	return os.Rename(unfinished, filepath.Join(target, binaryName))
}
