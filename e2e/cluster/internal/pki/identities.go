package pki

import "spacetime.dev/cluster/internal/layout"

// servers are the certificates that programs show to those who connect.
func servers(cluster layout.Cluster) map[string]identity {
	return map[string]identity{
		"apiserver": {
			user: "kube-apiserver",
			names: []string{
				"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
				"localhost", cluster.NodeName(),
			},
			addresses: []string{cluster.NodeAddress(), cluster.APIAddress(), "127.0.0.1"},
		},
		"kubelet-server": {
			user:      cluster.NodeName(),
			names:     []string{cluster.NodeName()},
			addresses: []string{cluster.NodeAddress()},
		},
	}
}

// clients are those who have a kubeconfig, by its file name.
func clients(cluster layout.Cluster) map[string]identity {
	return map[string]identity{
		"admin":              {user: "spacetime-admin", groups: []string{"system:masters"}},
		"kubelet":            {user: "system:node:" + cluster.NodeName(), groups: []string{"system:nodes"}},
		"controller-manager": {user: "system:kube-controller-manager"},
		"scheduler":          {user: "system:kube-scheduler"},
		"proxy":              {user: "system:kube-proxy"},
		"coredns":            {user: "system:coredns"},
		"volumes":            {user: "system:volume-provisioner"},
	}
}

// kubeletClient is how the API server introduces itself to the kubelet for logs, exec and port-forward.
var kubeletClient = identity{user: "kube-apiserver-kubelet-client", groups: []string{"system:masters"}}

// frontProxyClient is how the API server introduces itself to aggregated API servers.
var frontProxyClient = identity{user: "front-proxy-client"}
