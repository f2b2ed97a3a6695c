package layout

import (
	"fmt"
	"net/netip"
)

// Blocks are tried from first to last; 10.223 to 10.239 is rarely used by offices and VPNs.
const (
	firstBlock = 223
	lastBlock  = 239
)

func (c Cluster) Range() string        { return fmt.Sprintf("10.%d.0.0/16", c.Block) }
func (c Cluster) PodRange() string     { return fmt.Sprintf("10.%d.0.0/17", c.Block) }
func (c Cluster) ServiceRange() string { return fmt.Sprintf("10.%d.128.0/20", c.Block) }
func (c Cluster) HostAddress() string  { return fmt.Sprintf("10.%d.255.1", c.Block) }
func (c Cluster) NodeAddress() string  { return fmt.Sprintf("10.%d.255.2", c.Block) }
func (c Cluster) APIAddress() string   { return fmt.Sprintf("10.%d.128.1", c.Block) }
func (c Cluster) DNSAddress() string   { return fmt.Sprintf("10.%d.128.10", c.Block) }
func (c Cluster) APIServerURL() string { return fmt.Sprintf("https://%s:6443", c.NodeAddress()) }
func (c Cluster) LinkPrefixBits() int  { return 30 }

// FreeBlock is the first block whose addresses overlap none of those taken; found is false when there is none.
func FreeBlock(taken []netip.Prefix) (block int, found bool) {
	for block := firstBlock; block <= lastBlock; block++ {
		if IsFree(block, taken) {
			return block, true
		}
	}
	return 0, false
}

// IsFree says whether the block's addresses overlap none of those taken. A default route takes none.
func IsFree(block int, taken []netip.Prefix) bool {
	own := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(block), 0, 0}), 16)
	for _, prefix := range taken {
		isDefaultRoute := prefix.Bits() == 0
		if !isDefaultRoute && prefix.Overlaps(own) {
			return false
		}
	}
	return true
}
