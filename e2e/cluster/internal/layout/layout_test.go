package layout

import (
	"net/netip"
	"strings"
	"testing"
)

func TestANameThatDoesNotFitAnInterfaceIsRefused(t *testing.T) {
	for _, name := range []string{"", "Local", "a-b", "elevenchars", "1st", "a/b"} {
		err := CheckName(name)
		if err == nil || !strings.Contains(err.Error(), "CLUSTER") {
			t.Errorf("%q: want a sentence that names CLUSTER, got %v", name, err)
		}
	}
	if err := CheckName("local2"); err != nil {
		t.Errorf("local2 is a good name: %v", err)
	}
}

func TestInterfaceNamesFitTheKernel(t *testing.T) {
	longest := Cluster{Name: "abcdefghij"}
	if len(longest.Interface()) > 15 {
		t.Errorf("%s is longer than 15 bytes", longest.Interface())
	}
}

func TestAddressesAreTakenWhereTheHostHasNone(t *testing.T) {
	taken := []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/0"),
		netip.MustParsePrefix("10.223.4.0/24"),
		netip.MustParsePrefix("10.224.0.0/16"),
	}
	block, found := FreeBlock(taken)
	if !found || block != 225 {
		t.Errorf("want block 225, got %d (found %v)", block, found)
	}
}

func TestAHostThatUsesAllOfTenHasNoRoom(t *testing.T) {
	if block, found := FreeBlock([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}); found {
		t.Errorf("want none, got %d", block)
	}
}

func TestARecordedClusterIsFoundAgain(t *testing.T) {
	saved := Cluster{Name: "x", Home: t.TempDir(), Block: 230}
	if err := saved.Save(); err != nil {
		t.Fatal(err)
	}
	loaded, found, err := Load(saved.Home, "x")
	if err != nil || !found || loaded != saved {
		t.Errorf("want %+v, got %+v (found %v, %v)", saved, loaded, found, err)
	}
}

func TestAllAddressesAreInsideTheRange(t *testing.T) {
	cluster := Cluster{Name: "x", Block: 223}
	all := netip.MustParsePrefix(cluster.Range())
	for _, address := range []string{cluster.HostAddress(), cluster.NodeAddress(), cluster.APIAddress(), cluster.DNSAddress()} {
		if !all.Contains(netip.MustParseAddr(address)) {
			t.Errorf("%s is outside %s", address, all)
		}
	}
	services := netip.MustParsePrefix(cluster.ServiceRange())
	if services.Overlaps(netip.MustParsePrefix(cluster.PodRange())) {
		t.Error("Service and pod addresses overlap")
	}
}
