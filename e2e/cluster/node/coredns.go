package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	// Only the plugins that a cluster's DNS needs: the full set brings the clients of every cloud.
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/template"
)

func coredns() {
	// A query passes the plugins in this order: template answers what is not of the cluster.
	dnsserver.Directives = []string{"errors", "ready", "cache", "kubernetes", "template"}
	coremain.Run()
}
