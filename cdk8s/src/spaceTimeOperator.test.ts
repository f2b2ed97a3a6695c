import { Chart, Testing } from 'cdk8s';
import { readConfig } from '../../operator/src/config.ts';
import { installation } from './main.ts';
import { InvalidSettings } from './settings.ts';
import { SpaceTimeOperator, type SpaceTimeOperatorProps } from './spaceTimeOperator.ts';

function made(props?: SpaceTimeOperatorProps): readonly object[] {
  const chart = new Chart(Testing.app(), 'chart');
  new SpaceTimeOperator(chart, 'operator', props);
  return chart.toJson();
}

const settings = {
  image: 'registry.example.com/operator:1',
  replicas: 3,
  spread: 'Required',
  tolerations: [{ key: 'dedicated', operator: 'Exists' }],
  checkBrowserImage: 'registry.example.com/operator:1-browser',
  sharedGateways: 'public=edge/main',
  crds: { enabled: false },
} as const;

describe('the construct', () => {
  it.each([{}, settings])('makes the objects of the installation, with %j', (given) => {
    expect(made(given)).toEqual(installation(given));
  });

  it('puts the operator where it is told to', () => {
    expect(made({ namespace: 'platform' })).toEqual(installation({}, 'platform'));
    expect(JSON.stringify(made({ namespace: 'platform' }))).not.toContain('spacetime-system');
  });

  it('refuses a setting that cannot be used, by its name', () => {
    expect(() => made({ replicas: 0 })).toThrow(InvalidSettings);
    expect(() => made({ replicas: 0 })).toThrow(/^replicas: .*\.$/);
    expect(() => made({ sharedGateways: 'public' })).toThrow(
      /^sharedGateways: must be entries such as .*\.$/,
    );
  });
});

interface Container {
  readonly env: readonly { readonly name: string }[];
}

it('every variable of the operator can be set, but those that are one for every installation', () => {
  const deployment = installation(settings).find(
    (object) => 'kind' in object && object.kind === 'Deployment',
  );
  const [container] = (deployment as { spec: { template: { spec: { containers: readonly Container[] } } } })
    .spec.template.spec.containers;
  const set = (container?.env ?? []).map(({ name }) => name);
  const optional = ['CHECK_IMAGE', 'CHECK_BROWSER_IMAGE', 'POD_UID'];
  const known = [...Object.keys(readConfig({})), ...optional];
  // Probes, Service and policy name the port, and there is always a second replica while one is replaced.
  expect(known.filter((name) => !set.includes(name)).sort()).toEqual(['HEALTH_PORT', 'LEADER_ELECTION']);
});
