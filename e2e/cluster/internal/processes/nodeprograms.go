package processes

import (
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/pki"
)

func containerd(cluster layout.Cluster) program {
	return program{name: "containerd", arguments: []string{
		"containerd", "--config=" + cluster.In("config", "containerd.toml"), "--log-level=warn",
	}}
}

func kubelet(cluster layout.Cluster) program {
	kubeletNeeds := []condition{apiServerIsReady(cluster), listens("unix", cluster.ContainerdSocket())}
	return program{name: "kubelet", after: kubeletNeeds, arguments: []string{
		cluster.Program("kubelet"),
		"--config=" + cluster.In("config", "kubelet.yaml"),
		"--kubeconfig=" + pki.KubeconfigOf(cluster, "kubelet"),
		"--root-dir=" + cluster.In("kubelet"),
		"--hostname-override=" + cluster.NodeName(),
		"--node-ip=" + cluster.NodeAddress(),
	}}
}

func proxy(cluster layout.Cluster) program {
	return program{name: "kube-proxy", after: []condition{apiServerIsReady(cluster)}, arguments: []string{
		cluster.Program("kube-proxy"),
		"--config=" + cluster.In("config", "proxy.yaml"),
		"--hostname-override=" + cluster.NodeName(),
	}}
}

func coredns(cluster layout.Cluster) program {
	return program{name: "coredns", after: []condition{apiServerIsReady(cluster)}, arguments: []string{
		cluster.Program("coredns"), "-conf", cluster.In("config", "Corefile"),
	}}
}

// volumeProvisioner keeps volumes in the cluster's folder, so that they go with the cluster and with nothing else.
func volumeProvisioner(cluster layout.Cluster) program {
	return program{name: "volume-provisioner", after: []condition{apiServerIsReady(cluster)}, arguments: []string{
		cluster.Program("volume-provisioner"),
		"--kubeconfig=" + pki.KubeconfigOf(cluster, "volumes"),
		"--provisioner=" + cluster.VolumeProvisioner(),
		"--folder=" + cluster.Volumes(),
		"--node=" + cluster.NodeName(),
	}}
}

func programs(cluster layout.Cluster) []program {
	return []program{
		etcd(cluster), containerd(cluster), apiServer(cluster), controllerManager(cluster),
		scheduler(cluster), kubelet(cluster), proxy(cluster), coredns(cluster), volumeProvisioner(cluster),
	}
}
