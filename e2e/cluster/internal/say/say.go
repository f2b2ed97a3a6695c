// Package say tells a person what happens: one line for each step, with the time it took.
//
// Everything goes to standard error; standard output is for results that scripts read.
package say

import (
	"fmt"
	"os"
	"time"
)

const (
	green = "\033[32m"
	red   = "\033[31m"
	dim   = "\033[2m"
	plain = "\033[0m"
	clear = "\r\033[K"
)

// Where nobody sees a line change, a new one this often is enough to know that work goes on.
const quietInterval = 10 * time.Second

var onTerminal = IsTerminal(os.Stderr)

// IsTerminal says whether a person sees what is written to the file.
func IsTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

func colour(code, text string) string {
	if !onTerminal || os.Getenv("NO_COLOR") != "" {
		return text
	}
	return code + text + plain
}

// Note replaces what is shown behind a running step.
type Note func(text string)

// Step does the work and shows its name, its notes while it runs, and how long it took or that it failed.
func Step(name string, work func(note Note) error) error {
	return StepWithResult(name, func(note Note) (string, error) { return "", work(note) })
}

// StepWithResult also shows what came out.
func StepWithResult(name string, work func(note Note) (result string, err error)) error {
	started := time.Now()
	result, err := work(newNote(name, started))
	if onTerminal {
		fmt.Fprint(os.Stderr, clear)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s %s\n", colour(red, "✗"), name)
		return err
	}
	if result != "" {
		result = ": " + result
	}
	fmt.Fprintf(os.Stderr, "%s %s%s %s\n", colour(green, "✓"), name, result, colour(dim, "("+Seconds(time.Since(started))+")"))
	return nil
}

func newNote(name string, started time.Time) Note {
	lastLine := started
	note := func(text string) {
		switch {
		case onTerminal:
			fmt.Fprintf(os.Stderr, "%s  %s … %s", clear, name, colour(dim, text))
		case time.Since(lastLine) >= quietInterval:
			lastLine = time.Now()
			fmt.Fprintf(os.Stderr, "  %s … %s\n", name, text)
		}
	}
	if onTerminal {
		note("")
	}
	return note
}

// Line tells one thing.
func Line(format string, values ...any) { fmt.Fprintf(os.Stderr, format+"\n", values...) }

// Problem tells one thing that stops the command.
func Problem(text string) { fmt.Fprintf(os.Stderr, "%s %s\n", colour(red, "✗"), text) }

// Seconds is a length of time as a person says it: "0.4 s", "12 s", "3 min 5 s".
func Seconds(length time.Duration) string {
	switch {
	case length < 10*time.Second:
		return fmt.Sprintf("%.1f s", length.Seconds())
	case length < time.Minute:
		return fmt.Sprintf("%.0f s", length.Seconds())
	default:
		whole := length.Round(time.Second)
		return fmt.Sprintf("%d min %d s", int(whole.Minutes()), int(whole.Seconds())%60)
	}
}
