# What the shell knows in which the commands of the pages are typed. ROOT is the repository; the folder that it stands in has
# links to all that is in it, so that files which a page makes are made there.

make() { command make --no-print-directory -C "$ROOT" "$@"; }

# A cluster on which nobody has installed anything yet.
clean() {
  if kubectl get crd spacetimes.spacetime.dev >/dev/null 2>&1; then
    kubectl delete spacetimes --all --all-namespaces --timeout=180s || return 1
  fi
  kubectl delete --ignore-not-found --timeout=180s -f dist/install.yaml >/dev/null 2>&1
  kubectl delete --ignore-not-found --timeout=180s namespace spacetime spacetime-staging worlds argocd
}

# The operator, with the PostgreSQL that this node has.
installed() {
  sed 's|: postgres:18.4|: spacetime-postgres:18.4|' dist/install.yaml |
    kubectl apply --server-side --force-conflicts -f - >/dev/null &&
    kubectl rollout status -n spacetime-system deployment/spacetime-operator --timeout=300s
}

# Waits until a world stands in a phase: phase NAMESPACE NAME PHASE.
phase() { kubectl wait -n "$1" "st/$2" --for=jsonpath='{.status.phase}'="$3" --timeout=300s; }

# Prints a small world: world NAME [MORE_YAML_OF_ITS_SPEC…].
world() {
  cat <<YAML
apiVersion: spacetime.dev/v1
kind: SpaceTime
metadata: {name: $1}
spec:
  image: spacetime:v1.0.0
  resources: {requests: {cpu: 50m, memory: 128Mi}, limits: {memory: 512Mi}}
  rollout: {canary: {steps: []}, bakeSeconds: 10}
YAML
  shift
  printf '  %s\n' "$@"
}

# A new world that serves: served NAMESPACE NAME [MORE…].
served() {
  kubectl get namespace "$1" >/dev/null 2>&1 || kubectl create namespace "$1" || return 1
  kubectl delete -n "$1" "st/$2" --ignore-not-found &&
    world "${@:2}" | kubectl apply -n "$1" -f - && phase "$1" "$2" Stable
}

# A world that has had two releases: released NAMESPACE NAME [MORE…].
released() {
  served "$1" "$2" 'replicas: 2' "${@:3}" &&
    kubectl patch -n "$1" "st/$2" --type=merge -p '{"spec":{"env":[{"name":"GREETING","value":"hello"}]}}' &&
    kubectl wait -n "$1" "st/$2" --for=jsonpath='{.status.phase}'=Baking --timeout=300s &&
    phase "$1" "$2" Stable
}

# What other projects define, without any program of theirs: definitions FILE NAME, of operator/test.
definitions() {
  (cd "$ROOT" && node --input-type=module -e "
    import { $2 } from './operator/test/$1.ts';
    console.log(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: $2() }));
  ") | kubectl apply --server-side --force-conflicts -f - >/dev/null
}
