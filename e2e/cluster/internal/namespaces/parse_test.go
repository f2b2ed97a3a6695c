package namespaces

import (
	"net/netip"
	"slices"
	"testing"
)

const version1 = `30 25 0:26 / /sys/fs/cgroup rw shared:9 - tmpfs tmpfs rw,mode=755
31 30 0:27 / /sys/fs/cgroup/memory rw shared:11 - cgroup cgroup rw,memory
32 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
33 30 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
`

func TestBothVersionsOfCgroupsAreFound(t *testing.T) {
	all := parseHierarchies(version1)
	if len(all) != 3 || all[0].mountPoint != "/sys/fs/cgroup/memory" || all[0].version2 || !all[2].version2 {
		t.Fatalf("got %+v", all)
	}
	if !slices.Contains(all[1].controllers, "cpuacct") {
		t.Errorf("controllers: %v", all[1].controllers)
	}
}

const routes = `default via 192.0.2.1 dev eth0
10.223.0.0/16 via 10.223.255.2 dev st-local
10.8.0.0/24 dev tun0 proto kernel scope link src 10.8.0.2
local 10.8.0.2 dev tun0 table local proto kernel scope host src 10.8.0.2
blackhole 10.230.0.0/16
`

func TestTheDestinationsOfOtherRoutesAreTaken(t *testing.T) {
	want := []netip.Prefix{
		// The default route's gateway is an address of the host's network, and so taken as well.
		netip.MustParsePrefix("192.0.2.1/32"),
		netip.MustParsePrefix("10.8.0.0/24"),
		netip.MustParsePrefix("10.8.0.2/32"),
		netip.MustParsePrefix("10.230.0.0/16"),
	}
	if got := parseRoutes(routes, "st-local"); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
