// Package layout names everything that one cluster has on the host: its folder, its addresses, its interface and its cgroup.
//
// All names follow from the cluster's name and one number, so that two clusters never share anything.
package layout

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// DefaultName is the cluster that `make up` starts.
const DefaultName = "local"

// DefaultHome holds one folder for each cluster.
const DefaultHome = "/var/lib/spacetime"

// Cluster is one node with all that belongs to it.
type Cluster struct {
	Name  string `json:"name"`
	Home  string `json:"home"`
	Block int    `json:"block"` // The second byte of the cluster's addresses, 10.BLOCK.0.0/16.
}

var validName = regexp.MustCompile(`^[a-z][a-z0-9]{0,9}$`)

// CheckName refuses names that would not fit into an interface's name, with a sentence that says what fits.
func CheckName(name string) error {
	if !validName.MatchString(name) {
		return fmt.Errorf("CLUSTER is %q, but must be 1 to 10 lower-case letters and digits and start with a letter", name)
	}
	return nil
}

func (c Cluster) NodeName() string   { return "spacetime-" + c.Name }
func (c Cluster) CgroupName() string { return "spacetime-" + c.Name }

// Interface is the host's end of the veth pair; the kernel allows 15 bytes.
func (c Cluster) Interface() string { return "st-" + c.Name }

func (c Cluster) Folder() string { return filepath.Join(c.Home, c.Name) }
func (c Cluster) In(parts ...string) string {
	return filepath.Join(append([]string{c.Folder()}, parts...)...)
}
func (c Cluster) Program(name string) string { return c.In("bin", name) }
func (c Cluster) Kubeconfig() string         { return c.In("kubeconfig") }
func (c Cluster) ControlSocket() string      { return c.In("run", "control.sock") }
func (c Cluster) ContainerdSocket() string   { return c.In("run", "containerd.sock") }
func (c Cluster) Log(program string) string  { return c.In("logs", program+".log") }
func (c Cluster) recordFile() string         { return c.In("cluster.json") }

// Volumes holds a folder for each volume of a pod.
func (c Cluster) Volumes() string { return c.In("volumes") }

// VolumeProvisioner is the name by which the storage class calls the program that makes volumes.
func (c Cluster) VolumeProvisioner() string { return "spacetime.dev/local-folder" }

// Save records the cluster in its folder, so that later commands find the same addresses.
func (c Cluster) Save() error {
	content, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Folder(), 0o755); err != nil {
		return err
	}
	return os.WriteFile(c.recordFile(), append(content, '\n'), 0o644)
}

// Load returns the recorded cluster of this name; found is false when there is none.
func Load(home, name string) (cluster Cluster, found bool, err error) {
	cluster = Cluster{Name: name, Home: home}
	content, err := os.ReadFile(cluster.recordFile())
	if os.IsNotExist(err) {
		return cluster, false, nil
	}
	if err != nil {
		return cluster, false, err
	}
	if err := json.Unmarshal(content, &cluster); err != nil {
		return cluster, false, fmt.Errorf("%s cannot be read (%w): remove the cluster with `make down`", cluster.recordFile(), err)
	}
	return cluster, true, nil
}

// Others are the recorded clusters beside this one, running or not.
func (c Cluster) Others() ([]Cluster, error) {
	records, err := filepath.Glob(filepath.Join(c.Home, "*", filepath.Base(c.recordFile())))
	if err != nil {
		return nil, err
	}
	var others []Cluster
	for _, record := range records {
		name := filepath.Base(filepath.Dir(record))
		if name == c.Name {
			continue
		}
		if other, found, err := Load(c.Home, name); err == nil && found {
			others = append(others, other)
		}
	}
	return others, nil
}
