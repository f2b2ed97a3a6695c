package argocd

import (
	"path/filepath"
	"testing"

	"sigs.k8s.io/yaml"
)

const suffix = ".spacetime.dev_SpaceTime"

type configMap struct {
	Data map[string]string `json:"data"`
}

type actionsKey struct {
	Discovery   string `json:"discovery.lua"`
	Definitions []struct {
		Name   string `json:"name"`
		Action string `json:"action.lua"`
	} `json:"definitions"`
}

func TestTheConfigMapHoldsTheSameScripts(t *testing.T) {
	data := read[configMap](t, "..", "argocd-cm.yaml").Data
	if data["resource.customizations.health"+suffix] != text(t, folder, "health.lua") {
		t.Error("the health script is another one")
	}
	var actions actionsKey
	if err := yaml.Unmarshal([]byte(data["resource.customizations.actions"+suffix]), &actions); err != nil {
		t.Fatal(err)
	}
	if actions.Discovery != text(t, folder, "actions", "discovery.lua") {
		t.Error("the discovery script is another one")
	}
	scripts, err := filepath.Glob(filepath.Join(folder, "actions", "*", "action.lua"))
	if err != nil || len(actions.Definitions) != len(scripts) {
		t.Errorf("there are %d definitions and %d scripts, %v", len(actions.Definitions), len(scripts), err)
	}
	for _, definition := range actions.Definitions {
		if definition.Action != text(t, folder, "actions", definition.Name, "action.lua") {
			t.Errorf("%s is another one", definition.Name)
		}
	}
}
