package argocd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

const folder = "../resource_customizations/spacetime.dev/SpaceTime"

type health struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

type healthTests struct {
	Tests []struct {
		HealthStatus health `json:"healthStatus"`
		InputPath    string `json:"inputPath"`
	} `json:"tests"`
}

type action struct {
	Name     string `json:"name"`
	Disabled bool   `json:"disabled"`
}

type actionTests struct {
	DiscoveryTests []struct {
		InputPath string   `json:"inputPath"`
		Result    []action `json:"result"`
	} `json:"discoveryTests"`
	ActionTests []struct {
		Action             string `json:"action"`
		InputPath          string `json:"inputPath"`
		ExpectedOutputPath string `json:"expectedOutputPath"`
	} `json:"actionTests"`
}

func text(t *testing.T, path ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func read[T any](t *testing.T, path ...string) T {
	t.Helper()
	var value T
	if err := yaml.Unmarshal([]byte(text(t, path...)), &value); err != nil {
		t.Fatalf("%v: %v", path, err)
	}
	return value
}

func run[T any](t *testing.T, script string, object map[string]any) T {
	t.Helper()
	answer, err := Run(script, object)
	if err != nil {
		t.Fatal(err)
	}
	var value T
	if err := json.Unmarshal(answer, &value); err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	return value
}

func TestHealth(t *testing.T) {
	script := text(t, folder, "health.lua")
	for _, test := range read[healthTests](t, folder, "health_test.yaml").Tests {
		t.Run(test.HealthStatus.Status+"/"+filepath.Base(test.InputPath), func(t *testing.T) {
			object := read[map[string]any](t, folder, test.InputPath)
			if found := run[health](t, script, object); found != test.HealthStatus {
				t.Errorf("it is\n%+v, not\n%+v", found, test.HealthStatus)
			}
		})
	}
}

func TestEveryObjectHasAnExpectedHealth(t *testing.T) {
	tested := map[string]bool{}
	for _, test := range read[healthTests](t, folder, "health_test.yaml").Tests {
		tested[filepath.Base(test.InputPath)] = true
	}
	files, err := os.ReadDir(filepath.Join(folder, "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !tested[file.Name()] {
			t.Errorf("%s has no expected health", file.Name())
		}
	}
}

func TestWhichActionsMakeSense(t *testing.T) {
	script := text(t, folder, "actions", "discovery.lua")
	for _, test := range read[actionTests](t, folder, "actions", "action_test.yaml").DiscoveryTests {
		t.Run(filepath.Base(test.InputPath), func(t *testing.T) {
			object := read[map[string]any](t, folder, "actions", test.InputPath)
			found := run[map[string]action](t, script, object)
			if len(found) != len(test.Result) {
				t.Errorf("%d actions were found, not %d", len(found), len(test.Result))
			}
			for _, expected := range test.Result {
				one, isThere := found[expected.Name]
				if !isThere || one.Disabled != expected.Disabled {
					t.Errorf("%s: disabled is %v, not %v", expected.Name, one.Disabled, expected.Disabled)
				}
			}
		})
	}
}

func TestWhatActionsChange(t *testing.T) {
	for _, test := range read[actionTests](t, folder, "actions", "action_test.yaml").ActionTests {
		t.Run(test.Action+"/"+filepath.Base(test.InputPath), func(t *testing.T) {
			script := text(t, folder, "actions", test.Action, "action.lua")
			object := read[map[string]any](t, folder, "actions", test.InputPath)
			changed := withMaps(run[map[string]any](t, script, object), object)
			if expected := read[map[string]any](t, folder, "actions", test.ExpectedOutputPath); !reflect.DeepEqual(changed, expected) {
				t.Errorf("it became\n%v, not\n%v", changed, expected)
			}
		})
	}
}

func TestEveryActionIsTested(t *testing.T) {
	tests := read[actionTests](t, folder, "actions", "action_test.yaml")
	tested := map[string]bool{}
	for _, test := range tests.ActionTests {
		tested[test.Action] = true
	}
	scripts, err := filepath.Glob(filepath.Join(folder, "actions", "*", "action.lua"))
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no actions: %v", err)
	}
	for _, script := range scripts {
		if name := filepath.Base(filepath.Dir(script)); !tested[name] {
			t.Errorf("%s is not tested", name)
		}
	}
}

func TestAScriptMayUseNothingThatArgoCDKeepsFromIt(t *testing.T) {
	for _, forbidden := range []string{`return {string.upper("a")}`, `return {io.open("a")}`, `return {os.getenv("HOME")}`} {
		if answer, err := Run(forbidden, nil); err == nil {
			t.Errorf("%s answered %s", forbidden, answer)
		}
	}
	if answer, err := Run(`return {os.time() > 0}`, nil); err != nil || !strings.Contains(string(answer), "true") {
		t.Errorf("os.time answered %s, %v", answer, err)
	}
}

// withMaps makes an empty list a map again where the object had an empty map, as Argo CD does before it writes.
func withMaps(changed, object map[string]any) map[string]any {
	for key, before := range object {
		before, isMap := before.(map[string]any)
		if !isMap {
			continue
		}
		switch value := changed[key].(type) {
		case map[string]any:
			changed[key] = withMaps(value, before)
		case []any:
			if len(value) == 0 {
				changed[key] = before
			}
		}
	}
	return changed
}
