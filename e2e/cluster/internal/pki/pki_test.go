package pki

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"spacetime.dev/cluster/internal/layout"
)

func written(t *testing.T) layout.Cluster {
	t.Helper()
	cluster := layout.Cluster{Name: "x", Home: t.TempDir(), Block: 230}
	if err := Write(cluster); err != nil {
		t.Fatal(err)
	}
	return cluster
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func certificate(t *testing.T, content []byte) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(content)
	if block == nil {
		t.Fatalf("not PEM: %q", content)
	}
	parsed, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func verify(t *testing.T, cluster layout.Cluster, authority string, c *x509.Certificate, name string, usage x509.ExtKeyUsage) {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(certificate(t, read(t, File(cluster, authority+".crt"))))
	_, err := c.Verify(x509.VerifyOptions{Roots: roots, DNSName: name, KeyUsages: []x509.ExtKeyUsage{usage}})
	if err != nil {
		t.Errorf("%s: %v", c.Subject, err)
	}
}

func TestTheAPIServerIsKnownByAllNamesThatReachIt(t *testing.T) {
	cluster := written(t)
	c := certificate(t, read(t, File(cluster, "apiserver.crt")))
	for _, name := range []string{
		"kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost", "127.0.0.1",
		cluster.NodeAddress(), cluster.APIAddress(), cluster.NodeName(),
	} {
		verify(t, cluster, "ca", c, name, x509.ExtKeyUsageServerAuth)
	}
}

func TestTheKubeletServesUnderTheNodesNameAndAddress(t *testing.T) {
	cluster := written(t)
	c := certificate(t, read(t, File(cluster, "kubelet-server.crt")))
	verify(t, cluster, "ca", c, cluster.NodeName(), x509.ExtKeyUsageServerAuth)
	verify(t, cluster, "ca", c, cluster.NodeAddress(), x509.ExtKeyUsageServerAuth)
}

func TestEachProgramIsTheUserThatRBACKnows(t *testing.T) {
	cluster := written(t)
	users := map[string]string{
		"admin": "spacetime-admin", "kubelet": "system:node:spacetime-x", "controller-manager": "system:kube-controller-manager",
		"scheduler": "system:kube-scheduler", "proxy": "system:kube-proxy", "coredns": "system:coredns",
	}
	for client, user := range users {
		c := certificate(t, clientCertificate(t, KubeconfigOf(cluster, client)))
		verify(t, cluster, "ca", c, "", x509.ExtKeyUsageClientAuth)
		if c.Subject.CommonName != user {
			t.Errorf("%s: want %s, got %s", client, user, c.Subject.CommonName)
		}
	}
}

func TestOnlyTheAdministratorAndTheNodeAreInGroups(t *testing.T) {
	cluster := written(t)
	groups := map[string][]string{"admin": {"system:masters"}, "kubelet": {"system:nodes"}, "scheduler": nil, "proxy": nil, "coredns": nil}
	for client, want := range groups {
		c := certificate(t, clientCertificate(t, KubeconfigOf(cluster, client)))
		if !slices.Equal(c.Subject.Organization, want) {
			t.Errorf("%s: want %v, got %v", client, want, c.Subject.Organization)
		}
	}
}

func TestTheFrontProxyHasAnAuthorityOfItsOwn(t *testing.T) {
	cluster := written(t)
	c := certificate(t, read(t, File(cluster, "front-proxy-client.crt")))
	verify(t, cluster, "front-proxy-ca", c, "", x509.ExtKeyUsageClientAuth)
	if err := c.CheckSignatureFrom(certificate(t, read(t, File(cluster, "ca.crt")))); err == nil {
		t.Error("a front proxy could pass for any user")
	}
}

func TestCertificatesAreValidNowAndForYears(t *testing.T) {
	c := certificate(t, read(t, File(written(t), "apiserver.crt")))
	if now := time.Now(); c.NotBefore.After(now) || c.NotAfter.Before(now.AddDate(5, 0, 0)) {
		t.Errorf("valid from %s to %s", c.NotBefore, c.NotAfter)
	}
}

func TestAClusterKeepsItsCertificates(t *testing.T) {
	cluster := written(t)
	before := read(t, File(cluster, "ca.crt"))
	if err := Write(cluster); err != nil {
		t.Fatal(err)
	}
	if string(read(t, File(cluster, "ca.crt"))) != string(before) {
		t.Error("a second start made a new authority")
	}
}

func TestOthersCannotReadKeysAndKubeconfigs(t *testing.T) {
	cluster := written(t)
	for _, path := range []string{File(cluster, "ca.key"), File(cluster, "service-accounts.key"), KubeconfigOf(cluster, "admin")} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
	}
}

var certificateData = regexp.MustCompile(`client-certificate-data: (\S+)`)

func clientCertificate(t *testing.T, kubeconfig string) []byte {
	t.Helper()
	content := string(read(t, kubeconfig))
	if !strings.Contains(content, "server: https://10.230.255.2:6443\n") {
		t.Errorf("%s does not lead to the API server:\n%s", kubeconfig, content)
	}
	decoded, err := base64.StdEncoding.DecodeString(certificateData.FindStringSubmatch(content)[1])
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}
