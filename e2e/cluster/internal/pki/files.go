package pki

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"

	"spacetime.dev/cluster/internal/layout"
)

// File is the path of one certificate (`NAME.crt`) or key (`NAME.key`) of the cluster.
func File(cluster layout.Cluster, name string) string { return cluster.In("pki", name) }

// KubeconfigOf is the path of the kubeconfig of one of the node's own programs.
func KubeconfigOf(cluster layout.Cluster, client string) string {
	return cluster.In("pki", client+".kubeconfig")
}

// Write makes all certificates, keys and kubeconfigs. A cluster that has them already keeps them, since its data names them.
func Write(cluster layout.Cluster) error {
	complete := File(cluster, "complete")
	if _, err := os.Stat(complete); err == nil {
		return nil
	}
	if err := os.MkdirAll(cluster.In("pki"), 0o700); err != nil {
		return err
	}
	if err := writeAll(cluster); err != nil {
		return fmt.Errorf("make certificates: %w", err)
	}
	return os.WriteFile(complete, nil, 0o600)
}

func writeAll(cluster layout.Cluster) error {
	main, err := newAuthority("spacetime " + cluster.Name)
	if err != nil {
		return err
	}
	frontProxy, err := newAuthority("spacetime front proxy " + cluster.Name)
	if err != nil {
		return err
	}
	accounts, err := newAuthority("service accounts")
	if err != nil {
		return err
	}
	if err := writeAuthorities(cluster, main, frontProxy, accounts); err != nil {
		return err
	}
	for name, who := range servers(cluster) {
		if err := writeIssued(cluster, main, name, who); err != nil {
			return err
		}
	}
	if err := writeIssued(cluster, main, "kubelet-client", kubeletClient); err != nil {
		return err
	}
	if err := writeIssued(cluster, frontProxy, "front-proxy-client", frontProxyClient); err != nil {
		return err
	}
	return writeKubeconfigs(cluster, main)
}

func writeAuthorities(cluster layout.Cluster, main, frontProxy, accounts authority) error {
	if err := writePair(cluster, "ca", pair(main)); err != nil {
		return err
	}
	if err := writePair(cluster, "front-proxy-ca", pair(frontProxy)); err != nil {
		return err
	}
	return writePair(cluster, "service-accounts", pair(accounts))
}

func writeKubeconfigs(cluster layout.Cluster, main authority) error {
	for name, who := range clients(cluster) {
		issued, err := main.issue(who)
		if err != nil {
			return err
		}
		content := kubeconfig(cluster, main.certificate, issued)
		if err := os.WriteFile(KubeconfigOf(cluster, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func writeIssued(cluster layout.Cluster, by authority, name string, who identity) error {
	issued, err := by.issue(who)
	if err != nil {
		return err
	}
	return writePair(cluster, name, issued)
}

func writePair(cluster layout.Cluster, name string, p pair) error {
	if err := os.WriteFile(File(cluster, name+".crt"), certificatePEM(p.certificate), 0o644); err != nil {
		return err
	}
	return os.WriteFile(File(cluster, name+".key"), keyPEM(p.key), 0o600)
}

func certificatePEM(certificate *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw})
}

func keyPEM(key *ecdsa.PrivateKey) []byte {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		panic(err) // A P-256 key that this program made can always be encoded.
	}
	return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})
}
