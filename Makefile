SHELL := /bin/bash
.DEFAULT_GOAL := help

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  \033[36m%-16s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

images: $(CLUSTER_PROGRAM) ## Build the images and load them into the node
	@$(CLUSTER_PROGRAM) images

.PHONY: help up down kubeconfig images test-cluster
