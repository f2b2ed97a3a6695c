#!/usr/bin/env bash
# Installs what this repository needs: Debian packages for the local cluster and the browser tests, then npm's.
# Repeating it is cheap: what is there is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(apache2-utils buildah chromium conntrack containerd containernetworking-plugins curl fonts-dejavu-core iproute2 iptables jq mount nftables openssl prometheus prometheus-alertmanager python3-venv redis-server runc socat)

install_packages() {
  command -v dpkg-query >/dev/null || {
    echo "This is no Debian or Ubuntu: install the counterparts of these packages yourself: ${packages[*]}." >&2
    return
  }
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] || { echo "These Debian packages are missing: ${missing[*]}. Run \`sudo make setup\`." >&2; exit 1; }
  echo "Installing the Debian packages ${missing[*]}."
  apt-get update --quiet=2
  mask_new_services
  DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends "${missing[@]}"
}

# Tests start Prometheus, Alertmanager and Redis themselves, on ports of their own; whoever had them before keeps his running.
mask_new_services() {
  local service
  [ -d /run/systemd/system ] || return 0
  for service in prometheus prometheus-alertmanager redis-server; do
    [[ " ${missing[*]} " != *" $service "* ]] || systemctl mask --quiet "$service"
  done
}

# Whether every package of package-lock.json is there in its version; optional ones are for other systems too.
installed() {
  [ -f node_modules/.package-lock.json ] || return 1
  jq --exit-status --null-input --slurpfile want package-lock.json --slurpfile have node_modules/.package-lock.json '
    [$want[0].packages | to_entries[]
      | select((.key | startswith("node_modules/")) and (.value | (.optional or .devOptional or .link) | not))
      | .value.version == $have[0].packages[.key].version] | all' >/dev/null
}

install_node_modules() {
  command -v npm >/dev/null || { echo "npm is not in the PATH: install Node 20.19 or later, Node 24 then comes through npm." >&2; exit 1; }
  installed && return
  echo "Installing the packages of package-lock.json."
  # Unlike npm ci, this takes a lock file that leaves out the binaries for other systems; it writes none.
  npm install --no-save --no-audit --no-fund --loglevel=error
}

# The tool that tries out the API lives in a virtual environment of this repository.
install_schemathesis() {
  local version=4.32.5 home=.cache/schemathesis
  "$home/bin/pip" show schemathesis 2>/dev/null | grep -qx "Version: $version" && return
  echo "Installing Schemathesis $version."
  python3 -m venv "$home"
  "$home/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
}

command -v go >/dev/null || { echo "Go is not in the PATH: install Go 1.26 or later from https://go.dev/dl." >&2; exit 1; }
install_packages
install_node_modules
install_schemathesis
