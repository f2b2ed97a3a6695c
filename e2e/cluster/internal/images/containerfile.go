package images

import (
	"os"
	"strings"
)

// recipe is what a Containerfile says about where its content comes from.
type recipe struct {
	// bases are the images it starts from, with build arguments filled in; "scratch" and its own stages are left out.
	bases []string
	// sources are the files and folders of the context that it copies.
	sources []string
	// defaults are the values of build arguments that it names itself.
	defaults map[string]string
}

func parseContainerfile(content string, arguments map[string]string) recipe {
	r := recipe{defaults: map[string]string{}}
	stages := map[string]bool{"scratch": true}
	for _, line := range logicalLines(content) {
		words := strings.Fields(line)
		switch strings.ToUpper(words[0]) {
		case "ARG":
			r.addArgument(words[1:])
		case "FROM":
			r.addBase(words[1:], stages, arguments)
		case "COPY", "ADD":
			r.addSources(words[1:])
		}
	}
	return r
}

func (r *recipe) addArgument(words []string) {
	for _, word := range words {
		if name, value, found := strings.Cut(word, "="); found {
			r.defaults[name] = strings.Trim(value, `"'`)
		}
	}
}

func (r *recipe) addBase(words []string, stages map[string]bool, arguments map[string]string) {
	words = withoutFlags(words)
	if len(words) == 0 {
		return
	}
	base := os.Expand(words[0], func(name string) string {
		if value, given := arguments[name]; given {
			return value
		}
		return r.defaults[name]
	})
	if !stages[base] {
		r.bases = append(r.bases, base)
	}
	if len(words) == 3 && strings.EqualFold(words[1], "AS") {
		stages[words[2]] = true
	}
}

func (r *recipe) addSources(words []string) {
	for _, word := range words {
		if strings.HasPrefix(word, "--from=") {
			return
		}
	}
	words = withoutFlags(words)
	if len(words) > 1 {
		r.sources = append(r.sources, words[:len(words)-1]...)
	}
}

func withoutFlags(words []string) []string {
	for len(words) > 0 && strings.HasPrefix(words[0], "--") {
		words = words[1:]
	}
	return words
}

// logicalLines joins lines that end in a backslash and drops comments and empty lines.
func logicalLines(content string) []string {
	var lines []string
	pending := ""
	for _, line := range strings.Split(content, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if joined, continues := strings.CutSuffix(line, `\`); continues {
			pending += joined + " "
			continue
		}
		lines = append(lines, pending+line)
		pending = ""
	}
	return lines
}
