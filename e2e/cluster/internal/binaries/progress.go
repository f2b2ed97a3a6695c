package binaries

import (
	"fmt"
	"time"
)

// progress estimates the rest of a build from the sizes of the packages' sources: compiling takes time in proportion to them.
type progress struct {
	started  time.Time
	weights  map[string]int64
	total    int64
	done     int64
	packages int
}

func newProgress(started time.Time, weights map[string]int64) *progress {
	p := &progress{started: started, weights: weights}
	for _, weight := range weights {
		p.total += weight
	}
	return p
}

// finish counts a package that the go command names, which it does when it begins to compile it.
// It answers false for what is not the name of a package that is still to be done.
func (p *progress) finish(name string) bool {
	weight, known := p.weights[name]
	if !known {
		return false
	}
	delete(p.weights, name)
	p.done += weight
	p.packages++
	return true
}

// remaining is the estimated time to the end; known is false while there is too little to tell from.
func (p *progress) remaining(now time.Time) (rest time.Duration, known bool) {
	const enough = 0.02
	share := float64(p.done) / float64(max(p.total, 1))
	if share < enough {
		return 0, false
	}
	elapsed := now.Sub(p.started)
	return time.Duration(float64(elapsed) * (1 - share) / share), true
}

// line says how far the build is, for people.
func (p *progress) line(now time.Time) string {
	left := len(p.weights)
	if left == 0 {
		return "linking"
	}
	text := fmt.Sprintf("%d of %d packages", p.packages, p.packages+left)
	if rest, known := p.remaining(now); known {
		text += ", " + about(rest) + " left"
	}
	return text
}

func about(rest time.Duration) string {
	if rest < time.Minute {
		return "less than a minute"
	}
	return fmt.Sprintf("about %d min", int(rest.Round(time.Minute).Minutes()))
}
