package preflight

import (
	"errors"
	"fmt"
	"net/netip"

	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/namespaces"
)

var errNoBlock = errors.New("The host already has routes to all of 10.223.0.0/16 to 10.239.0.0/16, and a cluster needs one of them: stop another cluster, or a VPN.")

// Block chooses the cluster's addresses: those it had, or the first that neither the host nor another cluster uses.
func Block(cluster layout.Cluster) (int, error) {
	taken, err := namespaces.PrefixesBeside(cluster)
	if err != nil {
		return 0, err
	}
	others, err := cluster.Others()
	if err != nil {
		return 0, err
	}
	for _, other := range others {
		taken = append(taken, netip.MustParsePrefix(other.Range()))
	}
	if cluster.Block != 0 && layout.IsFree(cluster.Block, taken) {
		return cluster.Block, nil
	}
	if cluster.Block != 0 {
		return 0, fmt.Errorf("Something else now uses %s, the addresses of this cluster: `make down` and `make up` give it new ones.", cluster.Range())
	}
	block, found := layout.FreeBlock(taken)
	if !found {
		return 0, errNoBlock
	}
	return block, nil
}
