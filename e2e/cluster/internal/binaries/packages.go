package binaries

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// What is not Go source weighs little but is not free; neither is starting the compiler.
const weightOfAPackage = 4096

// Linking the main package follows everything else and is told of in another way.
const listFormat = `{{if and .Stale (ne .Name "main")}}{{.ImportPath}}	{{.Dir}}	{{join .GoFiles " "}}{{end}}`

// packagesToCompile lists the packages that are not in Go's own cache, with a weight for each in bytes.
// It downloads the sources that are missing and tells which.
func packagesToCompile(folder string, note func(string)) (map[string]int64, error) {
	list := goCommand(folder, "list", "-trimpath", "-deps", "-f", listFormat, "./node")
	out, err := list.StdoutPipe()
	if err != nil {
		return nil, err
	}
	problems, err := list.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := list.Start(); err != nil {
		return nil, err
	}
	messages := make(chan string)
	go func() { messages <- followDownloads(problems, note) }()
	weights := map[string]int64{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if name, dir, files, ok := splitPackage(lines.Text()); ok {
			weights[name] = weigh(dir, files)
		}
	}
	rest := <-messages
	if err := list.Wait(); err != nil {
		return nil, fmt.Errorf("list what the node is built from: %s", rest)
	}
	return weights, nil
}

// followDownloads tells of each download and returns everything else that was said.
func followDownloads(said io.Reader, note func(string)) string {
	var rest []string
	count := 0
	for lines := bufio.NewScanner(said); lines.Scan(); {
		module, isDownload := strings.CutPrefix(lines.Text(), "go: downloading ")
		if !isDownload {
			rest = append(rest, lines.Text())
			continue
		}
		count++
		note(fmt.Sprintf("downloading source %d, %s", count, module))
	}
	return strings.Join(rest, "\n")
}

func splitPackage(line string) (name, dir string, files []string, ok bool) {
	parts := strings.SplitN(line, "\t", 3)
	if len(parts) < 3 {
		return "", "", nil, false
	}
	return parts[0], parts[1], strings.Fields(parts[2]), true
}

func weigh(dir string, files []string) int64 {
	weight := int64(weightOfAPackage)
	for _, name := range files {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
			weight += info.Size()
		}
	}
	return weight
}

func goCommand(folder string, arguments ...string) *exec.Cmd {
	command := exec.Command("go", arguments...)
	command.Dir = folder
	// Without C, the programs need no library of the host.
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	return command
}
