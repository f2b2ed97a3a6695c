// Package lock lets one command at a time work on a folder.
package lock

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"spacetime.dev/cluster/internal/say"
)

// Folder waits until nobody else has the folder, and says so while it waits; it creates the folder if need be. The kernel
// releases the lock with the process, however that ends.
func Folder(path string) (release func(), err error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	folder, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(folder.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		say.Line("Another command works in %s: waiting for it.", path)
		err = syscall.Flock(int(folder.Fd()), syscall.LOCK_EX)
	}
	if err != nil {
		folder.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return func() { folder.Close() }, nil
}
