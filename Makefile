SHELL := /bin/bash
.DEFAULT_GOAL := help
# Node 24 is a package of npm, Go is often installed where the PATH does not lead, and the local cluster brings a kubectl.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH):/usr/local/go/bin:$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/spacetime/bin

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  \033[36m%-16s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Every day

setup: ## Install what is needed: Debian packages (as root) and npm's
	@scripts/setup.sh

demo: export DEMO_STARTED := $(shell date +%s%3N)
demo: setup up images ## Release good and bad worlds on a real node, and see what users saw
	@KUBECONFIG=$$($(CLUSTER_PROGRAM) kubeconfig) node e2e/demo/main.ts

dev: setup ## Run the operator from source against the current kubeconfig, once no other one leads there
	@kubectl apply --server-side -f crds/spacetime.yaml
	@kubectl get namespace spacetime-system >/dev/null 2>&1 || kubectl create namespace spacetime-system
	@node --watch operator/src/main.ts

fix: setup ## Format, and repair what can be repaired
	@npm run --silent fix

verify: setup ## Check generated files, format, lint, types, unused code, unit tests, and that all is committed
	@npm run --silent generate
	@npm run --silent lint
	@npm run --silent types
	@npm run --silent unused
	@npm run --silent unit
	@test -z "$$(git status --porcelain)" || { git status --short; echo "The tree differs from the last commit: commit what is meant, or remove it."; exit 1; }

plugin: ## Put `kubectl spacetime` into ~/.local/bin, or into BIN=DIR
	@scripts/plugin.sh

build: runtime/dist/server.mjs operator/dist/operator.mjs ## Bundle the programs that the images hold

runtime/dist/server.mjs: $(shell find runtime -path runtime/dist -prune -o -type f -print) package-lock.json | setup
	@npm run --silent build -w runtime

operator/dist/operator.mjs: $(shell find operator runtime/checks -path operator/dist -prune -o -type f -print) package-lock.json | setup
	@npm run --silent build -w operator

##@ Tests

test: setup ## Run all tests, against the local cluster too; the last line is the sum
	@node scripts/test.ts

unit: setup ## Run the unit tests
	@npm run --silent unit

fuzz: setup ## Try values never tried: ten minutes of the API, then ten seconds of each property
	@FUZZ_SECONDS=600 npm run --silent jest -- --selectProjects fuzz
	@PROPERTY_SECONDS=10 npm run --silent jest -- --selectProjects unit --testTimeout 600000 --runTestsByPath $$(grep -rl fc.assert --include=*.test.ts operator runtime scripts)

browser: setup ## Test the page in a browser
	@npm run --silent jest -- --selectProjects browser --runInBand

test-argocd: setup ## Test health and actions for Argo CD with the Lua that it uses
	@cd argocd/test && go vet ./... && go test ./...

contract: setup up ## Test against the real API server
	@KUBECONFIG=$$($(CLUSTER_PROGRAM) kubeconfig) npm run --silent jest -- --selectProjects contract --runInBand

e2e: setup up browser-image ## Test good and bad releases on a real node
	@KUBECONFIG=$$($(CLUSTER_PROGRAM) kubeconfig) npm run --silent jest -- --selectProjects e2e --runInBand

test-certificates: setup up images ## Test certificates with cert-manager's own controller, which is built once
	@KUBECONFIG=$$($(CLUSTER_PROGRAM) kubeconfig) npm run --silent jest -- --selectProjects certificates --runInBand

test-gitops: setup up images ## Test a world in Git with Argo CD's own controller, which is built once
	@KUBECONFIG=$$($(CLUSTER_PROGRAM) kubeconfig) npm run --silent jest -- --selectProjects gitops --runInBand

tools: setup
	@scripts/tools.sh

manifests: tools ## Judge all manifests: the same by every way to install, valid, and good practice
	@npm run --silent jest -- --selectProjects manifests --runInBand

test-install: manifests up images ## The same, and then install, upgrade and uninstall with Helm on a real node
	@KUBECONFIG=$$($(CLUSTER_PROGRAM) kubeconfig) npm run --silent jest -- --selectProjects install --runInBand

# The pages install with Helm too, which is built once.
test-docs: setup tools up images ## Type every command of the pages on a real node, or those of ONLY=docs/operations.md
	@KUBECONFIG=$$($(CLUSTER_PROGRAM) kubeconfig) npm run --silent jest -- --selectProjects docs --runInBand

bench-rollouts: setup up images ## Measure good and bad releases, side by side with others; ONLY=S1,good PEER=… SETTING=… TRIALS=5 choose
	@KUBECONFIG=$$($(CLUSTER_PROGRAM) kubeconfig) node e2e/bench/main.ts

##@ Cluster

# Several clusters can run beside each other: CLUSTER=other make up.
export CLUSTER ?= local
CLUSTER_PROGRAM := .cache/cluster
CLUSTER_SOURCES := $(shell find e2e/cluster/cmd e2e/cluster/internal -type f 2>/dev/null)

$(CLUSTER_PROGRAM): $(CLUSTER_SOURCES)
	@command -v go >/dev/null || { echo "The cluster is built with Go, and \`go\` is not in the PATH: install Go 1.26 or later from https://go.dev/dl."; exit 1; }
	@mkdir -p $(@D) && cd e2e/cluster && go build -buildvcs=false -o ../../$@ ./cmd/cluster

up: $(CLUSTER_PROGRAM) ## Start a real Kubernetes node on this machine
	@$(CLUSTER_PROGRAM) up

down: $(CLUSTER_PROGRAM) ## Stop it and remove everything it left
	@$(CLUSTER_PROGRAM) down

kubeconfig: $(CLUSTER_PROGRAM) ## Print the path of a kubeconfig for it
	@$(CLUSTER_PROGRAM) kubeconfig

test-cluster: $(CLUSTER_PROGRAM) ## Test the launcher: start, use, kill and stop a cluster of its own
	@cd e2e/cluster && go test ./cmd/... ./internal/... && go test -tags lifecycle -count=1 -timeout 30m -v .

images: $(CLUSTER_PROGRAM) build ## Build the images and load them into the node
	@$(CLUSTER_PROGRAM) images

browser-image: images ## Build the image that checks pages in a browser, and load it too
	@$(CLUSTER_PROGRAM) browser-image

.PHONY: help setup demo dev fix verify plugin build test unit fuzz browser test-argocd test-certificates test-gitops contract e2e tools manifests test-install test-docs bench-rollouts up down kubeconfig images browser-image test-cluster
