/** A page whose commands are typed on a node, from its first to its last. Texts are for the shell of `prelude.sh`. */
export interface Page {
  /** Its path in the repository; with an ending slash, all pages of that folder, whose equal commands are typed once. */
  readonly path: string;
  /** What is so before its first command. */
  readonly prepare: string;
  /** What happens before a command that begins so, besides what the page says. */
  readonly before?: Readonly<Record<string, string>>;
  /** Names that stand for those of the reader, and what they are on this node. */
  readonly inPlaceOf?: Readonly<Record<string, string>>;
}

const chartImages = '--set image=spacetime-operator:dev --set databaseImage=spacetime-postgres:18.4';
const helmInstalled = `clean; helm install spacetime-operator charts/spacetime-operator --namespace spacetime-system --create-namespace --wait ${chartImages}`;
const ofThisNode = {
  '--set image=registry.example.com/spacetime-operator:v0.1.0': chartImages,
  '--set image=registry.example.com/spacetime-operator:v0.2.0': chartImages,
  "sed 's|spacetime-operator:dev|registry.example.com/spacetime-operator:v0.1.0|'":
    "sed 's|: postgres:18.4|: spacetime-postgres:18.4|'",
  'registry.example.com/spacetime:': 'spacetime:',
  'https://spacetime.example.com':
    "http://$(kubectl get service -n spacetime spacetime -o jsonpath='{.spec.clusterIP}')",
};
const world = 'installed && released spacetime spacetime';
const backups = '/backups/world-20260301T031700Z.jsonl';

/** In the order in which they are typed; each finds the cluster as the one before has left it. */
export const pages: readonly Page[] = [
  {
    path: 'README.md',
    prepare: 'clean',
    inPlaceOf: ofThisNode,
    before: {
      'kubectl create namespace':
        'kubectl rollout status -n spacetime-system deployment/spacetime-operator --timeout=300s',
      'kubectl get st -n spacetime': `kubectl patch st/spacetime -n spacetime --type=merge -p '{"spec":{"scenes":{"whitelist":{"production":["res://vr_mian.tscn"]}}}}' && phase spacetime spacetime RolledBack`,
    },
  },
  {
    path: 'docs/deployment.md',
    prepare: 'clean; definitions monitoringDefinitions prometheusDefinitions',
    inPlaceOf: ofThisNode,
  },
  {
    path: 'docs/operations.md',
    prepare: `clean; ${world}`,
    inPlaceOf: ofThisNode,
    before: {
      'kubectl spacetime drill': `kubectl patch st/spacetime -n spacetime --type=merge -p '{"spec":{"env":null}}' && kubectl wait -n spacetime st/spacetime --for=condition=Released --timeout=300s && phase spacetime spacetime Stable`,
    },
  },
  { path: 'docs/secrets.md', prepare: world },
  {
    path: 'docs/tls.md',
    prepare: `${world} && definitions certManagerDefinitions certManagerDefinitions`,
  },
  { path: 'docs/readiness.md', prepare: world },
  { path: 'docs/cli.md', prepare: world },
  {
    path: 'docs/monitoring.md',
    prepare: 'definitions monitoringDefinitions prometheusDefinitions',
  },
  {
    path: 'docs/gitops.md',
    prepare: 'kubectl create namespace argocd && kubectl create configmap argocd-cm -n argocd',
  },
  {
    path: 'docs/scaling.md',
    prepare: "installed && served worlds world 'replicas: 2'",
  },
  {
    path: 'docs/runbook/',
    prepare: `definitions certManagerDefinitions certManagerDefinitions && definitions gatewayDefinitions gatewayDefinitions && released spacetime spacetime 'autoscaling: {minReplicas: 2, maxReplicas: 3}' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 90 -subj /CN=world -keyout tls.key -out tls.crt`,
  },
  {
    path: 'docs/backup.md',
    prepare: `${world} && served worlds plaza 'replicas: 1' && world plaza 'replicas: 0' > plaza.yaml`,
    before: {
      'kubectl spacetime restore -n worlds plaza -f plaza.jsonl ':
        'kubectl delete namespace worlds && kubectl create namespace worlds && kubectl apply -n worlds -f plaza.yaml',
      'kubectl create namespace worlds': 'kubectl delete namespace worlds',
    },
    inPlaceOf: {
      [backups]: `/backups/$(kubectl exec -n spacetime spacetime-backup-files -- node -p "fs.readdirSync('/backups').find((name) => name.endsWith('.jsonl'))")`,
    },
  },
  { path: 'docs/scenes.md', prepare: 'true', inPlaceOf: { 'path/to/project': 'e2e/demo/world' } },
  {
    path: 'docs/install.md',
    prepare: 'clean',
    inPlaceOf: ofThisNode,
    before: {
      'kubectl apply --server-side -k kustomize/overlays/own-registry': 'clean',
      'sed ': 'clean',
      'helm uninstall': helmInstalled,
    },
  },
  {
    path: 'docs/upgrade.md',
    prepare: `${helmInstalled} && served spacetime spacetime`,
    inPlaceOf: { ...ofThisNode, 'postgres:19.1': 'spacetime-postgres:18.4' },
  },
];
