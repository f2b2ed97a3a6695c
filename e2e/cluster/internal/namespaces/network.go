package namespaces

import (
	"fmt"
	"net"
	"net/netip"
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

// Disconnect removes the host's end and with it the route; the kernel does the same a moment after the node ends.
func Disconnect(cluster layout.Cluster) error {
	if _, err := net.InterfaceByName(cluster.Interface()); err != nil {
		return nil
	}
	return ip([][]string{{"link", "delete", cluster.Interface()}})
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

// HostPrefixes are the addresses and routes that the host has now.
func HostPrefixes() ([]netip.Prefix, error) {
	out, err := exec.Command("ip", "-4", "-o", "route", "show", "table", "all").Output()
	if err != nil {
		return nil, fmt.Errorf("read the host's routes: %w", err)
	}
	return parseRoutes(string(out)), nil
}

func parseRoutes(text string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, line := range strings.Split(text, "\n") {
		for _, word := range strings.Fields(line) {
			if prefix, ok := parsePrefix(word); ok {
				prefixes = append(prefixes, prefix)
				break // The destination comes first; gateways and sources follow.
			}
		}
	}
	return prefixes
}

func parsePrefix(word string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(word); err == nil {
		return prefix, true
	}
	address, err := netip.ParseAddr(word)
	if err != nil {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(address, address.BitLen()), true
}
