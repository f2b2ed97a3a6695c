package processes

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"spacetime.dev/cluster/internal/layout"
)

// Nothing secret is sent and no answer is believed further than when to go on.
var readyClient = http.Client{Timeout: answerTime, Transport: &http.Transport{
	DisableKeepAlives: true,
	TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
}}

// APIServerReady is nil while the API server says that it is ready, and else says why it is not. Before that it refuses the
// other programs, and some of them then end.
func APIServerReady(cluster layout.Cluster) error {
	return askReady("the API server", cluster.APIServerURL()+"/readyz")
}

// DNSReady is nil while cluster DNS knows the cluster's Services, and else says why it does not.
func DNSReady(cluster layout.Cluster) error {
	return askReady("cluster DNS", "http://"+cluster.NodeAddress()+":8181/ready")
}

func askReady(what, url string) error {
	response, err := readyClient.Get(url)
	if err != nil {
		return fmt.Errorf("%s does not answer: %w", what, err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK {
		return nil
	}
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1000))
	return fmt.Errorf("%s is not ready: %s", what, strings.TrimSpace(string(body)))
}

func apiServerIsReady(cluster layout.Cluster) condition {
	return func() bool { return APIServerReady(cluster) == nil }
}

// StartedAt is when the running node's first process began to serve.
func StartedAt(cluster layout.Cluster) (time.Time, error) {
	info, err := os.Stat(cluster.ControlSocket())
	if err != nil {
		return time.Time{}, ErrNotRunning
	}
	return info.ModTime(), nil
}
