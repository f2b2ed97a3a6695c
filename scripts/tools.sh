#!/usr/bin/env bash
# Builds the tools that judge the installation, once for each version, into a cache that all copies of this repository share.
set -euo pipefail
cache="${XDG_CACHE_HOME:-$HOME/.cache}/spacetime/tools"

go_tool() {
  local name=$1 version=$2 package=$3 program="$cache/$1-$2" started=$SECONDS building
  [ -x "$program" ] && return
  echo "Building $name $version, once."
  building=$(mktemp --directory)
  GOBIN=$building CGO_ENABLED=0 go install "$package@$version"
  mkdir --parents "$cache"
  mv "$building/$name" "$program"
  rmdir "$building"
  echo "Built $name in $((SECONDS - started)) s."
}

# Nothing but a whole installation has the name by which it is found.
python_tool() {
  local name=$1 version=$2 home="$cache/$1-$2"
  [ -e "$home/complete" ] && return
  echo "Installing $name $version, once."
  rm --recursive --force "$home"
  python3 -m venv "$home"
  "$home/bin/pip" install --quiet --disable-pip-version-check "$name==$version"
  touch "$home/complete"
}

go_tool kubeconform v0.8.0 github.com/yannh/kubeconform/cmd/kubeconform
go_tool helm v4.3.1 helm.sh/helm/v4/cmd/helm
go_tool kube-score v1.20.0 github.com/zegl/kube-score/cmd/kube-score
python_tool checkov 3.3.30
