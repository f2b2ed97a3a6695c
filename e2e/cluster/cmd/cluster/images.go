package main

import (
	"fmt"
	"os"
	"path/filepath"

	"spacetime.dev/cluster/internal/images"
	"spacetime.dev/cluster/internal/layout"
	"spacetime.dev/cluster/internal/processes"
	"spacetime.dev/cluster/internal/say"
)

const megabyte = 1_000_000

// product is an image of this repository, with the size that it may reach.
type product struct {
	name, folder string
	limitBytes   int64
}

var products = []product{
	{"spacetime:v1.0.0", "runtime", 200 * megabyte},
	{"spacetime-operator:dev", "operator", 160 * megabyte},
}

// postgresLimit is the size that the image of PostgreSQL may reach, in bytes.
const postgresLimit = 80 * megabyte

// buildImages builds the images of this repository; those whose programs were not built yet are left out, and named.
func buildImages(i invocation) error {
	var wanted []images.Image
	limits := map[string]int64{}
	for _, p := range products {
		folder := filepath.Join(i.repository, p.folder)
		if _, err := os.Stat(filepath.Join(folder, "dist")); err != nil {
			say.Line("%s: %s/dist is not there, run `npm run build -w %s` first.", p.name, p.folder, p.folder)
			continue
		}
		wanted = append(wanted, images.Image{Name: p.name, Context: folder, Arguments: map[string]string{}})
		limits[p.name] = p.limitBytes
	}
	limits[images.Postgres] = postgresLimit
	return buildAndLoad(i, contents{gathered: []gather{postgresContext}, written: wanted, limits: limits})
}

// browserLimits are the sizes that the base with a browser and the image on it may reach, in bytes.
var browserLimits = map[string]int64{images.BaseWithBrowser: 600 * megabyte, operatorWithBrowser: 620 * megabyte}

const operatorWithBrowser = "spacetime-operator:dev-browser"

// buildBrowserImage builds the image of the operator once more, on a base with a browser: its check program looks at pages.
func buildBrowserImage(i invocation) error {
	folder := filepath.Join(i.repository, "operator")
	if _, err := os.Stat(filepath.Join(folder, "dist")); err != nil {
		return fmt.Errorf("%s: operator/dist is not there, run `npm run build -w operator` first", operatorWithBrowser)
	}
	arguments := map[string]string{"BASE": images.BaseWithBrowser}
	return buildAndLoad(i, contents{
		bases:   []gather{browserContext},
		written: []images.Image{{Name: operatorWithBrowser, Context: folder, Arguments: arguments}},
		limits:  browserLimits,
	})
}

func browserContext(store images.Store, where site) (images.Image, error) {
	return store.BrowserContext(where.repository)
}

func postgresContext(store images.Store, where site) (images.Image, error) {
	return store.PostgresContext(where.repository, where.module)
}

func load(i invocation) error {
	var wanted []images.Image
	for _, argument := range i.arguments {
		image, err := images.Parse(argument)
		if err != nil {
			return err
		}
		wanted = append(wanted, image)
	}
	return buildAndLoad(i, contents{written: wanted})
}

// gather puts the content of an image together that no folder of the repository holds.
type gather func(store images.Store, where site) (images.Image, error)

// contents are images to build in this order, so that later ones may start from earlier ones, with their limits in bytes.
type contents struct {
	// bases only serve others to start from: the node does not get them.
	bases    []gather
	gathered []gather
	written  []images.Image
	limits   map[string]int64
}

// buildAndLoad builds the images, on the base that it builds first, and loads them into the cluster if it runs.
func buildAndLoad(i invocation, wanted contents) error {
	where, err := findSite(i)
	if err != nil {
		return err
	}
	store, release, err := images.OpenStore(where.cache)
	if err != nil {
		return err
	}
	defer release()
	bases := append([]gather{baseContext}, wanted.bases...)
	gathered, err := gatherAll(store, where, append(bases, wanted.gathered...))
	if err != nil {
		return err
	}
	var names []string
	for _, image := range append(gathered, wanted.written...) {
		if err := store.Ensure(image, wanted.limits[image.Name]); err != nil {
			return err
		}
		names = append(names, image.Name)
	}
	cluster, _, err := layout.Load(i.home, i.name)
	if err != nil {
		return err
	}
	if _, err := processes.Starts(cluster); err != nil {
		say.Line("Built, not loaded: %v.", err)
		return nil
	}
	return store.Load(cluster, names[len(bases):])
}

func baseContext(store images.Store, where site) (images.Image, error) {
	return store.BaseContext(where.repository)
}

func gatherAll(store images.Store, where site, wanted []gather) ([]images.Image, error) {
	var all []images.Image
	for _, context := range wanted {
		image, err := context(store, where)
		if err != nil {
			return nil, err
		}
		all = append(all, image)
	}
	return all, nil
}
