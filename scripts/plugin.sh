#!/usr/bin/env bash
# Makes `kubectl spacetime` out of this clone: a launcher in BIN that runs its bundle with the Node of this clone.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${BIN:-$HOME/.local/bin}
launcher=$bin/kubectl-spacetime

[ -x node_modules/.bin/esbuild ] || npm install --no-save --no-audit --no-fund --loglevel=error
npm run --silent build -w cli
mkdir -p "$bin"
printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$PWD/node_modules/.bin/node" "$PWD/cli/dist/kubectl-spacetime.mjs" >"$launcher"
chmod 755 "$launcher"
case ":$PATH:" in
*":$bin:"*) echo "$launcher is there: kubectl spacetime --help" ;;
*) echo "$launcher is there, but $bin is not in the PATH: export PATH=$bin:\$PATH, then kubectl spacetime --help" ;;
esac
