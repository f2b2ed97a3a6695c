package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

// volumeProvisioner makes a folder of the node for each claim of the cluster's storage class, and removes it with its volume.
func volumeProvisioner() {
	kubeconfig := flag.String("kubeconfig", "", "whom to ask for claims")
	class := flag.String("provisioner", "", "name by which storage classes call this program")
	folders := localFolders{}
	flag.StringVar(&folders.root, "folder", "", "where the folders are made")
	flag.StringVar(&folders.node, "node", "", "name of this node")
	flag.Parse()
	ctx := context.Background()
	client, err := connect(*kubeconfig)
	if err != nil {
		klog.FromContext(ctx).Error(err, "Cannot provide volumes")
		os.Exit(1)
	}
	controller.NewProvisionController(ctx, client, *class, folders,
		// There is only one, and a metrics server would need a port.
		controller.LeaderElection(false), controller.MetricsPort(0),
	).Run(ctx)
}

func connect(kubeconfig string) (*kubernetes.Clientset, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	return kubernetes.NewForConfig(config)
}

// localFolders are volumes that are folders of one node. Their size is not enforced.
type localFolders struct{ root, node string }

// Provision makes the folder empty and closed: the kubelet opens it to the pod's fsGroup.
func (l localFolders) Provision(_ context.Context, options controller.ProvisionOptions) (*core.PersistentVolume, controller.ProvisioningState, error) {
	claim := options.PVC.Spec
	if claim.VolumeMode != nil && *claim.VolumeMode != core.PersistentVolumeFilesystem {
		err := field.NotSupported(field.NewPath("spec", "volumeMode"), *claim.VolumeMode, []core.PersistentVolumeMode{core.PersistentVolumeFilesystem})
		return nil, controller.ProvisioningFinished, err
	}
	path := filepath.Join(l.root, options.PVName)
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	return &core.PersistentVolume{
		ObjectMeta: meta.ObjectMeta{Name: options.PVName},
		Spec: core.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *options.StorageClass.ReclaimPolicy,
			AccessModes:                   claim.AccessModes,
			Capacity:                      core.ResourceList{core.ResourceStorage: claim.Resources.Requests[core.ResourceStorage]},
			PersistentVolumeSource:        core.PersistentVolumeSource{Local: &core.LocalVolumeSource{Path: path}},
			NodeAffinity:                  &core.VolumeNodeAffinity{Required: on(l.node)},
		},
	}, controller.ProvisioningFinished, nil
}

// Delete removes the folder. A volume that lies elsewhere was not made here.
func (l localFolders) Delete(_ context.Context, volume *core.PersistentVolume) error {
	local := volume.Spec.Local
	if local == nil || filepath.Dir(local.Path) != l.root {
		return &controller.IgnoredError{Reason: fmt.Sprintf("volume %s is not in %s", volume.Name, l.root)}
	}
	return os.RemoveAll(local.Path)
}

func on(node string) *core.NodeSelector {
	return &core.NodeSelector{NodeSelectorTerms: []core.NodeSelectorTerm{{
		MatchExpressions: []core.NodeSelectorRequirement{{
			Key: core.LabelHostname, Operator: core.NodeSelectorOpIn, Values: []string{node},
		}},
	}}}
}
