import { labels as operatorLabels, defaultNamespace as operatorNamespace } from '../../cdk8s/src/names.ts';
import { labels } from '../src/api/identity.ts';
import type { Container, NetworkPolicy, PodTemplate } from '../src/kube/types.ts';
import { checkJob, customCheckJob } from '../src/plan/checkJob.ts';
import { freshCredentials } from '../src/plan/credentials.ts';
import { databaseSet } from '../src/plan/databaseSet.ts';
import { networkPolicies, type Surroundings } from '../src/plan/networkPolicies.ts';
import type { Owner } from '../src/plan/owner.ts';
import { anOwner, aRecorded, noon, revisions } from './builders.ts';
import type { Endpoint } from './policyEngine.ts';

const namespace = 'worlds';
const trial = { candidate: revisions.b, startedAt: noon.toISOString() };

const namespaceLabels = (name: string) => ({ 'kubernetes.io/metadata.name': name });

function podIn(place: string, address: string, podLabels: Record<string, string>, port?: number): Endpoint {
  const ports = port === undefined ? [] : [{ name: 'http', protocol: 'TCP', port }];
  return {
    address,
    pod: { namespace: place, namespaceLabels: namespaceLabels(place), labels: podLabels, ports },
  };
}

/** A pod of a world, by the template that it is made from. */
function podOf(template: PodTemplate | undefined, address: string): Endpoint {
  const containers = [...(template?.spec?.containers ?? []), ...(template?.spec?.initContainers ?? [])];
  return {
    address,
    pod: {
      namespace,
      namespaceLabels: namespaceLabels(namespace),
      labels: template?.metadata?.labels ?? {},
      ports: containers.flatMap(portsOf),
    },
  };
}

const portsOf = ({ ports = [] }: Container) =>
  ports.map(({ name = '', protocol = 'TCP', containerPort }) => ({ name, protocol, port: containerPort }));

/** Where nothing has told otherwise: the operator of the usual namespace, and no database of the user's. */
export const usual: Surroundings = { operator: { namespace: operatorNamespace }, databasePorts: [] };

/** A world in the middle of a release, with all that is around it. */
export function aNeighbourhood(spec: object = {}, surroundings = usual) {
  const owner = anOwner(spec);
  const stable = aRecorded(revisions.a, {}, owner);
  const candidate = aRecorded(revisions.b, {}, owner);
  const garden = anOwner({}, { name: 'garden' });
  const ofGarden = aRecorded(revisions.a, {}, garden);
  const checks = checkJob(owner, trial, { recorded: candidate, images: { program: 'operator:1' } });
  const custom = {
    name: 'journey',
    image: 'journey:1',
    args: [],
    mode: 'Required',
    timeoutSeconds: 60,
  } as const;
  const check = podOf(checks?.spec?.template, '10.244.0.13');
  const ends = {
    visitor: { address: '93.184.216.34' },
    'the operator': podIn(operatorNamespace, '10.244.0.2', operatorLabels),
    'a pod that calls itself operator elsewhere': podIn('shop', '10.244.0.3', operatorLabels),
    Prometheus: podIn('monitoring', '10.244.0.4', { [labels.name]: 'prometheus' }),
    'a gateway': podIn('edge', '10.244.0.5', { app: 'gateway' }),
    'another pod of the namespace': podIn(namespace, '10.244.0.6', { app: 'shop' }),
    'the kubelet': { address: '10.0.0.2', isOwnNode: true },
    'the stable pod': podOf(stable.template, '10.244.0.11'),
    'the candidate pod': podOf(candidate.template, '10.244.0.12'),
    'the check': check,
    'the webhook receiver of the check': check,
    'a check of yours': podOf(customCheckJob(owner, trial, custom, 1).spec?.template, '10.244.0.14'),
    'the database': podOf(databaseTemplate(owner), '10.244.0.15'),
    'a backup': podIn(namespace, '10.244.0.16', {
      [labels.instance]: owner.name,
      [labels.component]: 'backup',
    }),
    'another world': podOf(ofGarden.template, '10.244.0.21'),
    'the database of another world': podOf(databaseTemplate(garden), '10.244.0.22'),
    'the cluster DNS': podIn('kube-system', '10.244.0.7', { 'k8s-app': 'kube-dns' }),
    'a DNS cache of the node': { address: '169.254.20.10' },
    'the internet': { address: '151.101.1.69' },
    'the internet by IPv6': { address: '2606:4700::1111' },
    'the metadata of the cloud': { address: '169.254.169.254' },
    'the Kubernetes API': { address: '10.0.0.1' },
    'a private address': { address: '10.20.0.5' },
    'the broadcast address of the pods': { address: '10.244.0.255' },
  } satisfies Readonly<Record<string, Endpoint>>;
  const policies: readonly NetworkPolicy[] = [
    ...networkPolicies(owner, [stable, candidate], surroundings),
    ...networkPolicies(garden, [ofGarden], usual),
  ];
  return { ends, policies };
}

export type End = keyof ReturnType<typeof aNeighbourhood>['ends'];

function databaseTemplate(owner: Owner): PodTemplate | undefined {
  const { managed } = anOwner({ database: { managed: {} } }).spec.database;
  if (!managed) throw new Error('It is managed.');
  const credentials = freshCredentials(owner, ['YWFh', 'YmJi']);
  return databaseSet(owner, { managed, image: 'postgres:18', size: '10Gi', credentials }).spec?.template;
}

/** One line of the table in docs/exposure.md. */
export interface Row {
  readonly from: End;
  readonly to: End;
  /** Such as 8080, or 53/UDP. */
  readonly port: string;
  readonly isAllowed: boolean;
  readonly because: string;
}

/** Lines of the form `from | to | port | yes or no | because`. */
export const rowsOf = (table: string): readonly Row[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, from = '', to = '', port = '', answer, because = '']) => ({
      from: from as End,
      to: to as End,
      port,
      isAllowed: answer === 'yes',
      because,
    }));
