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
	bold  = "\033[1m"
	plain = "\033[0m"
	clear = "\r\033[K"
)

// Where nobody sees a line change, a new one this often is enough to know that work goes on.
const quietInterval = 10 * time.Second

var onTerminal = isTerminal(os.Stderr)

func isTerminal(file *os.File) bool {
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

// Step does the work and shows its name, its notes while it runs, and how long it took or why it failed.
func Step(name string, work func(note Note) error) error {
	started := time.Now()
	lastLine := started
	if onTerminal {
		fmt.Fprintf(os.Stderr, "%s  %s …", clear, name)
	}
	err := work(func(text string) {
		switch {
		case onTerminal:
			fmt.Fprintf(os.Stderr, "%s  %s … %s", clear, name, colour(dim, text))
		case time.Since(lastLine) >= quietInterval:
			lastLine = time.Now()
			fmt.Fprintf(os.Stderr, "  %s … %s\n", name, text)
		}
	})
	if onTerminal {
		fmt.Fprint(os.Stderr, clear)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s %s\n", colour(red, "✗"), name)
		return err
	}
	fmt.Fprintf(os.Stderr, "%s %s %s\n", colour(green, "✓"), name, colour(dim, "("+Seconds(time.Since(started))+")"))
	return nil
}

// Title starts a group of steps.
func Title(text string) { fmt.Fprintln(os.Stderr, colour(bold, text)) }

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
