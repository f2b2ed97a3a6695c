package processes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"spacetime.dev/cluster/internal/layout"
)

// ErrNotRunning means that the node's first process is not there.
var ErrNotRunning = errors.New("the cluster is not running: start it with `make up`")

// A healthy node answers at once.
const controlTimeout = 5 * time.Second

// serveControl answers the launcher on a socket in the cluster's folder, which both sides see.
func serveControl(cluster layout.Cluster, s *supervisor) error {
	_ = os.Remove(cluster.ControlSocket())
	listener, err := net.Listen("unix", cluster.ControlSocket())
	if err != nil {
		return err
	}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /starts", func(response http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(response).Encode(s.startCounts())
	})
	routes.HandleFunc("POST /kill/{program}", func(response http.ResponseWriter, request *http.Request) {
		if err := s.kill(request.PathValue("program")); err != nil {
			http.Error(response, err.Error(), http.StatusConflict)
		}
	})
	return http.Serve(listener, routes)
}

// Starts says for each program of the running node how often it was started.
func Starts(cluster layout.Cluster) (map[string]int, error) {
	answer, err := ask(cluster, http.MethodGet, "/starts")
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	return counts, json.Unmarshal(answer, &counts)
}

// Kill ends one program of the running node with SIGKILL; the node starts it again at once.
func Kill(cluster layout.Cluster, program string) error {
	_, err := ask(cluster, http.MethodPost, "/kill/"+program)
	return err
}

func ask(cluster layout.Cluster, method, path string) ([]byte, error) {
	client := http.Client{Timeout: controlTimeout, Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(context.Context, string, string) (net.Conn, error) {
			return net.Dial("unix", cluster.ControlSocket())
		},
	}}
	request, err := http.NewRequest(method, "http://node"+path, nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return nil, ErrNotRunning
	}
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the node answers: %s", strings.TrimSpace(string(body)))
	}
	return body, err
}
