// Package processes runs the programs of the node: it is the first process of the node's process namespace.
package processes

import (
	"net"
	"time"
)

// program is one program of the node.
type program struct {
	name string
	// arguments start with the path of the binary, whose last part chooses the program.
	arguments []string
	// after waits until all of these hold.
	after []condition
}

// condition is something that others provide and that a program cannot start without.
type condition func() bool

const (
	pollInterval = 50 * time.Millisecond
	answerTime   = time.Second
)

func (p program) wait() {
	for _, holds := range p.after {
		for !holds() {
			time.Sleep(pollInterval)
		}
	}
}

// listens holds while something accepts connections there.
func listens(network, address string) condition {
	return func() bool {
		connection, err := net.DialTimeout(network, address, answerTime)
		if err != nil {
			return false
		}
		connection.Close()
		return true
	}
}
