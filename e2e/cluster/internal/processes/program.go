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
	// after returns once what the program needs from the others is there; nil means at once.
	after func()
}

// Programs are asked to answer this often while others wait for them.
const pollInterval = 50 * time.Millisecond

// answers waits until something accepts connections there. A program that never comes leaves the reason in its log.
func answers(network, address string) func() {
	return func() {
		for {
			connection, err := net.DialTimeout(network, address, time.Second)
			if err == nil {
				connection.Close()
				return
			}
			time.Sleep(pollInterval)
		}
	}
}
