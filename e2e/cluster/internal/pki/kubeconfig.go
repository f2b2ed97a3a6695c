package pki

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"text/template"

	"spacetime.dev/cluster/internal/layout"
)

var kubeconfigTemplate = template.Must(template.New("kubeconfig").Parse(`apiVersion: v1
kind: Config
current-context: {{.Name}}
clusters:
  - name: {{.Name}}
    cluster:
      server: {{.Server}}
      certificate-authority-data: {{.Authority}}
users:
  - name: {{.Name}}
    user:
      client-certificate-data: {{.Certificate}}
      client-key-data: {{.Key}}
contexts:
  - name: {{.Name}}
    context:
      cluster: {{.Name}}
      user: {{.Name}}
`))

func kubeconfig(cluster layout.Cluster, authority *x509.Certificate, client pair) []byte {
	var out bytes.Buffer
	err := kubeconfigTemplate.Execute(&out, map[string]string{
		"Name":        cluster.NodeName(),
		"Server":      cluster.APIServerURL(),
		"Authority":   base64.StdEncoding.EncodeToString(certificatePEM(authority)),
		"Certificate": base64.StdEncoding.EncodeToString(certificatePEM(client.certificate)),
		"Key":         base64.StdEncoding.EncodeToString(keyPEM(client.key)),
	})
	if err != nil {
		panic(err) // The template and its values are all in this file.
	}
	return out.Bytes()
}
