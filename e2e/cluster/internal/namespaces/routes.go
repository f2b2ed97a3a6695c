package namespaces

import (
	"fmt"
	"net/netip"
	"os/exec"
	"strings"

	"spacetime.dev/cluster/internal/layout"
)

// PrefixesBeside are the host's addresses and routes, without those of the cluster itself.
func PrefixesBeside(cluster layout.Cluster) ([]netip.Prefix, error) {
	out, err := exec.Command("ip", "-4", "-o", "route", "show", "table", "all").Output()
	if err != nil {
		return nil, fmt.Errorf("read the host's routes: %w", err)
	}
	return parseRoutes(string(out), cluster.Interface()), nil
}

// parseRoutes reads the destination of each route that does not lead to the interface left out.
func parseRoutes(text, leftOut string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line+" ", " dev "+leftOut+" ") {
			continue
		}
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
