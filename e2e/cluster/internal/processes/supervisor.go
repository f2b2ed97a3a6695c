package processes

import (
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"spacetime.dev/cluster/internal/layout"
)

// A program that ends is started again after this long, so that one that cannot start does not use up a processor.
const restartDelay = time.Second

// supervisor starts programs again whenever they end. Its methods may be called from any goroutine.
type supervisor struct {
	cluster layout.Cluster

	mutex sync.Mutex
	// running and ended are keyed by process number; a process is in running from the moment it exists.
	running map[int]string
	ended   map[int]chan syscall.WaitStatus
	// hurried programs were killed on request and start again without a delay.
	hurried map[string]bool
	starts  map[string]int
}

func newSupervisor(cluster layout.Cluster) *supervisor {
	return &supervisor{
		cluster: cluster,
		running: map[int]string{},
		ended:   map[int]chan syscall.WaitStatus{},
		hurried: map[string]bool{},
		starts:  map[string]int{},
	}
}

// keepRunning runs the program, again and again, for the rest of the node's life.
func (s *supervisor) keepRunning(p program) {
	for {
		p.wait()
		ended, err := s.start(p)
		if err != nil {
			s.report("%s cannot be started: %v", p.name, err)
			time.Sleep(restartDelay)
			continue
		}
		status := <-ended
		s.report("%s ended (%s)", p.name, describe(status))
		if !s.takeHurry(p.name) {
			time.Sleep(restartDelay)
		}
	}
}

func (s *supervisor) start(p program) (<-chan syscall.WaitStatus, error) {
	log, err := os.OpenFile(s.cluster.Log(p.name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	command := exec.Command(p.arguments[0], p.arguments[1:]...)
	command.Stdout, command.Stderr = log, log
	command.Dir = "/"
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}

	// Held over the start, so that collect cannot see the end of a process before it is known here.
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := command.Start(); err != nil {
		return nil, err
	}
	pid := command.Process.Pid
	_ = command.Process.Release()
	ended := make(chan syscall.WaitStatus, 1)
	s.running[pid], s.ended[pid] = p.name, ended
	s.starts[p.name]++
	return ended, nil
}

// collect takes leave of every process that ends, also of those that lost their parents, as the first process must.
func (s *supervisor) collect() {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case err == syscall.ECHILD:
			time.Sleep(pollInterval)
		case err == nil && (status.Exited() || status.Signaled()):
			s.tell(pid, status)
		}
	}
}

func (s *supervisor) tell(pid int, status syscall.WaitStatus) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if ended, ours := s.ended[pid]; ours {
		ended <- status
		delete(s.ended, pid)
		delete(s.running, pid)
	}
}

// kill ends a program with SIGKILL; it is started again at once.
func (s *supervisor) kill(name string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for pid, running := range s.running {
		if running == name {
			s.hurried[name] = true
			return syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	return fmt.Errorf("%s is not running", name)
}

func (s *supervisor) takeHurry(name string) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	hurried := s.hurried[name]
	delete(s.hurried, name)
	return hurried
}

// startCounts says for each program how often it was started.
func (s *supervisor) startCounts() map[string]int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	counts := map[string]int{}
	for name, count := range s.starts {
		counts[name] = count
	}
	return counts
}

func (s *supervisor) report(format string, values ...any) {
	fmt.Printf(time.Now().Format(time.RFC3339)+" "+format+"\n", values...)
}

func describe(status syscall.WaitStatus) string {
	if status.Signaled() {
		return "signal " + status.Signal().String()
	}
	return fmt.Sprintf("exit code %d", status.ExitStatus())
}
