package images

import (
	"os"
	"path/filepath"
	"testing"
)

// packagedPostgres is as npm delivers it: symbolic links are a list, and what only builders need is there too.
func packagedPostgres(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	native := filepath.Join(folder, "native")
	program, err := os.ReadFile("/bin/true")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(native, "bin/postgres"), string(program))
	write(t, filepath.Join(native, "lib/libpq.so.5.18"), "library")
	write(t, filepath.Join(native, "lib/libpq.a"), "for builders")
	write(t, filepath.Join(native, "lib/postgresql/pgxs/Makefile"), "for builders")
	write(t, filepath.Join(native, "lib/postgresql/plpgsql.so"), "extension")
	write(t, filepath.Join(native, "pg-symlinks.json"), `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`)
	return folder
}

func TestPostgresComesWithItsLinksAndWithoutWhatBuildersNeed(t *testing.T) {
	root := t.TempDir()
	if err := copyPostgres(packagedPostgres(t), root); err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(root, postgresHome)
	for _, name := range []string{"bin/postgres", "lib/postgresql/plpgsql.so", "lib/libpq.so.5"} {
		if _, err := os.Stat(filepath.Join(home, name)); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"lib/libpq.a", "lib/postgresql/pgxs", "pg-symlinks.json"} {
		if _, err := os.Stat(filepath.Join(home, name)); !os.IsNotExist(err) {
			t.Errorf("%s is in the image", name)
		}
	}
	if target, err := os.Readlink(filepath.Join(home, "lib/libpq.so.5")); err != nil || target != "libpq.so.5.18" {
		t.Errorf("the link leads to %q, %v", target, err)
	}
}

func TestAPackageThatIsNotThereIsNamed(t *testing.T) {
	if err := copyPostgres(t.TempDir(), t.TempDir()); err == nil {
		t.Error("an empty package was taken for PostgreSQL")
	}
}
