/** Commands of the pages that no test types on a node, and why. `command` is how they begin. */
export interface Untyped {
  readonly page: string;
  readonly command: string;
  readonly because: string;
}

const noDocker = 'needs Docker and a registry; `make images` builds the same Containerfiles with buildah';
const endsTheNode =
  'ends the node that the others are typed on; `make test-cluster` does it to one of its own';

export const untyped: readonly Untyped[] = [
  { page: 'README.md', command: 'make setup', because: 'every target of the tests begins with it' },
  {
    page: 'README.md',
    command: 'make demo',
    because: 'takes minutes, and all that it does is in e2e/scenarios',
  },
  { page: 'README.md', command: 'docker', because: noDocker },
  { page: 'docs/checks.md', command: 'printf', because: noDocker },
  { page: 'docs/checks.md', command: 'docker', because: noDocker },
  {
    page: 'docs/checks.md',
    command: 'kubectl --namespace spacetime-system set env',
    because: 'needs the image of the command before',
  },
  {
    page: 'docs/checks.md',
    command: 'CHECK_PREVIEW_URL',
    because: 'needs a runtime beside it; runtime/checks/*.test.ts run the program against one',
  },
  {
    page: 'docs/cli.md',
    command: 'make plugin',
    because: 'writes into the home of whoever runs the tests; the other commands use the same source',
  },
  { page: 'docs/cluster.md', command: 'make', because: endsTheNode },
  { page: 'docs/cluster.md', command: 'export KUBECONFIG', because: 'how every test on a node is started' },
  { page: 'docs/cluster.md', command: 'kubectl get nodes', because: endsTheNode },
  {
    page: 'docs/cluster.md',
    command: 'mkdir mine',
    because: 'e2e/harness/images.ts loads images the same way, before every scenario',
  },
  {
    page: 'docs/cluster.md',
    command: '.cache/cluster load',
    because: 'e2e/harness/images.ts loads images the same way, before every scenario',
  },
  {
    page: 'docs/cluster.md',
    command: 'tail',
    because: 'its end is up to the reader; the folder is that of the cluster called local',
  },
  { page: 'docs/cluster.md', command: 'cat', because: 'the folder is that of the cluster called local' },
  { page: 'docs/cluster.md', command: 'less', because: 'its end is up to the reader' },
  { page: 'docs/cluster.md', command: 'ctr', because: 'the folder is that of the cluster called local' },
  { page: 'docs/cluster.md', command: 'nsenter', because: 'opens a shell for the reader' },
  {
    page: 'docs/readiness.md',
    command: 'kubectl wait',
    because: 'waits for what people attest; e2e/scenarios/checklist.test.ts fills it in',
  },
  {
    page: 'docs/runtime.md',
    command: 'npm run --silent db',
    because:
      'moves the data of whoever runs it; runtime/server/database/transfer/*.test.ts do it to their own',
  },
  {
    page: 'docs/runtime.md',
    command: 'DATABASE_URL',
    because:
      'moves the data of whoever runs it; runtime/server/database/transfer/*.test.ts do it to their own',
  },
  {
    page: 'cdk8s/README.md',
    command: 'node sample/main.ts',
    because: 'cdk8s/sample/main.test.ts synthesises the same',
  },
  {
    page: 'cdk8s/README.md',
    command: 'ls manifests',
    because: 'cdk8s/sample/main.test.ts names the same files',
  },
];
