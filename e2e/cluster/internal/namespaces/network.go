package namespaces

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"spacetime.dev/cluster/internal/layout"
)

// connect joins the node's network to the host's with a veth pair and sends the cluster's addresses through it.
// No firewall rule and no setting of the host changes.
func connect(cluster layout.Cluster, pid int) error {
	host := cluster.Interface()
	address := fmt.Sprintf("%s/%d", cluster.HostAddress(), cluster.LinkPrefixBits())
	return ip([][]string{
		{"link", "add", host, "type", "veth", "peer", "name", "eth0", "netns", strconv.Itoa(pid)},
		{"address", "add", address, "dev", host},
		{"link", "set", host, "up"},
		{"route", "add", cluster.Range(), "via", cluster.NodeAddress(), "dev", host},
	})
}

// ConfigureInside sets up the node's end; it runs in the node.
func ConfigureInside(cluster layout.Cluster) error {
	address := fmt.Sprintf("%s/%d", cluster.NodeAddress(), cluster.LinkPrefixBits())
	err := ip([][]string{
		{"link", "set", "lo", "up"},
		{"address", "add", address, "dev", "eth0"},
		{"link", "set", "eth0", "up"},
		// Without a default route the kernel refuses Service addresses before kube-proxy sees them.
		{"route", "add", "default", "via", cluster.HostAddress()},
	})
	if err != nil {
		return err
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644)
}

// Disconnect removes the host's end and with it the route. The kernel does the same a moment after the node ended, so it may
// be gone before, or while, this looks.
func Disconnect(cluster layout.Cluster) error {
	if !isConnected(cluster) {
		return nil
	}
	err := ip([][]string{{"link", "delete", cluster.Interface()}})
	if err != nil && isConnected(cluster) {
		return err
	}
	return nil
}

func isConnected(cluster layout.Cluster) bool {
	_, err := net.InterfaceByName(cluster.Interface())
	return err == nil
}

func ip(commands [][]string) error {
	for _, arguments := range commands {
		out, err := exec.Command("ip", arguments...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("ip %s: %s (%w)", strings.Join(arguments, " "), strings.TrimSpace(string(out)), err)
		}
	}
	return nil
}
