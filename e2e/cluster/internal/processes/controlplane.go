package processes

import (
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/pki"
)

const etcdAddress = "127.0.0.1:2379"

func etcd(cluster layout.Cluster) program {
	return program{name: "etcd", arguments: []string{
		cluster.Program("etcd"),
		"--name=node",
		"--data-dir=" + cluster.In("etcd"),
		"--listen-client-urls=http://" + etcdAddress,
		"--advertise-client-urls=http://" + etcdAddress,
		"--listen-peer-urls=http://127.0.0.1:2380",
		"--log-level=warn",
		// The data outlives every crash of a program, not a loss of power; a cluster for development need not.
		"--unsafe-no-fsync",
	}}
}

func apiServer(cluster layout.Cluster) program {
	file := func(name string) string { return pki.File(cluster, name) }
	return program{name: "kube-apiserver", after: []condition{listens("tcp", etcdAddress)}, arguments: []string{
		cluster.Program("kube-apiserver"),
		// Pods reach the API server at this address, so it cannot be a loopback address.
		"--advertise-address=" + cluster.NodeAddress(),
		"--secure-port=6443",
		"--tls-cert-file=" + file("apiserver.crt"),
		"--tls-private-key-file=" + file("apiserver.key"),
		"--client-ca-file=" + file("ca.crt"),
		"--etcd-servers=http://" + etcdAddress,
		"--service-cluster-ip-range=" + cluster.ServiceRange(),
		"--authorization-mode=Node,RBAC",
		"--enable-admission-plugins=NodeRestriction",
		"--allow-privileged=true",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + file("service-accounts.key"),
		"--service-account-signing-key-file=" + file("service-accounts.key"),
		"--kubelet-certificate-authority=" + file("ca.crt"),
		"--kubelet-client-certificate=" + file("kubelet-client.crt"),
		"--kubelet-client-key=" + file("kubelet-client.key"),
		// The node's name resolves nowhere; by its address, logs, exec and port-forward work.
		"--kubelet-preferred-address-types=InternalIP",
		"--requestheader-client-ca-file=" + file("front-proxy-ca.crt"),
		"--requestheader-allowed-names=front-proxy-client",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--requestheader-group-headers=X-Remote-Group",
		"--requestheader-username-headers=X-Remote-User",
		"--proxy-client-cert-file=" + file("front-proxy-client.crt"),
		"--proxy-client-key-file=" + file("front-proxy-client.key"),
		"--audit-policy-file=" + cluster.In("config", "audit-policy.yaml"),
		"--audit-log-path=" + cluster.Log("audit"),
		"--audit-log-maxsize=50",
		"--audit-log-maxbackup=1",
		"--profiling=false",
	}}
}

func controllerManager(cluster layout.Cluster) program {
	file := func(name string) string { return pki.File(cluster, name) }
	kubeconfig := pki.KubeconfigOf(cluster, "controller-manager")
	return program{name: "kube-controller-manager", after: []condition{apiServerIsReady(cluster)}, arguments: []string{
		cluster.Program("kube-controller-manager"),
		"--kubeconfig=" + kubeconfig,
		"--authentication-kubeconfig=" + kubeconfig,
		"--authorization-kubeconfig=" + kubeconfig,
		"--bind-address=127.0.0.1",
		"--cluster-name=" + cluster.NodeName(),
		"--cluster-signing-cert-file=" + file("ca.crt"),
		"--cluster-signing-key-file=" + file("ca.key"),
		"--root-ca-file=" + file("ca.crt"),
		"--service-account-private-key-file=" + file("service-accounts.key"),
		"--use-service-account-credentials=true",
		// There is only one, and it has to outlive a restart of the API server.
		"--leader-elect=false",
		"--profiling=false",
	}}
}

func scheduler(cluster layout.Cluster) program {
	kubeconfig := pki.KubeconfigOf(cluster, "scheduler")
	return program{name: "kube-scheduler", after: []condition{apiServerIsReady(cluster)}, arguments: []string{
		cluster.Program("kube-scheduler"),
		"--kubeconfig=" + kubeconfig,
		"--authentication-kubeconfig=" + kubeconfig,
		"--authorization-kubeconfig=" + kubeconfig,
		"--bind-address=127.0.0.1",
		"--leader-elect=false",
		"--profiling=false",
	}}
}
