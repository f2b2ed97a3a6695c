import {
  baking,
  canary,
  checking,
  first,
  lastStep,
  preparing,
  promoting,
  stable,
} from '../../test/aRollout.ts';
import { behindGateway } from '../../test/aRoute.ts';
import { aHold, anOwner, aRecorded, aTrial, revisions } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import type { Deployment, KubeObject, Service } from '../kube/types.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { around } from './around.ts';
import { desired, kept, keptRevisions, type Wanted } from './desired.ts';

const { a, b, c } = revisions;
const owner = anOwner({
  replicas: 4,
  rollout: { canary: { steps: [{ trafficPercent: 20 }, { trafficPercent: 50 }] } },
});
const records = [aRecorded(a, { number: 1 }), aRecorded(b, { number: 2 })];
const draining: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };
const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };
const phases: readonly Rollout[] = [
  { phase: 'Pending' },
  first,
  stable,
  preparing,
  checking,
  canary,
  lastStep,
  promoting,
  baking,
  draining,
  rolledBack,
];

const aWanted = (rollout: Rollout, more: Partial<Wanted> = {}): Wanted => ({
  artifacts: new Map(),
  served: new Map(),
  owner,
  rollout,
  records,
  held: new Map(),
  asked: { revision: b, pinned: [] },
  checks: { create: [], keep: [] },
  monitoring: { prometheus: false, grafana: false },
  ...more,
});

const parents = [{ kind: 'Gateway', name: 'public' }] as const;

const names = (objects: readonly KubeObject[]) =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const isDeployment = (child: KubeObject): child is Deployment => child.kind === 'Deployment';
const pods = (wanted: Wanted) =>
  Object.fromEntries(
    desired(wanted)
      .filter(isDeployment)
      .map(({ metadata, spec }) => [metadata.labels?.[labels.revision], spec?.replicas]),
  );
const ofRevision = (revision: string) => [
  `ConfigMap plaza-${revision}`,
  `Service plaza-${revision}`,
  `Deployment plaza-${revision}`,
];

it.each(phases)('the traffic is the first thing that is written, in $phase', (rollout) => {
  expect(names(desired(aWanted(rollout)))[0]).toBe('Service plaza');
});

describe('the route', () => {
  const routed = anOwner(behindGateway());
  const route = (more: Partial<Wanted>) =>
    names(desired(aWanted(canary, more))).filter((name) => /^HTTPRoute|-users$/.test(name));

  it('follows the Service, after the Services that it leads to', () => {
    const all = names(
      desired(aWanted(canary, { owner: routed, routed: { parents, percent: 20, isNew: false } })),
    );
    expect(all.slice(0, 4)).toEqual([
      'Service plaza',
      `Service plaza-${a}-users`,
      `Service plaza-${b}-users`,
      'HTTPRoute plaza',
    ]);
  });

  it('is apart from all that pods need while it is new, so that one that is refused keeps none from starting', () => {
    const wanted = aWanted(canary, { owner: routed, routed: { parents, percent: 20, isNew: true } });
    expect(names(desired(wanted))).not.toContain('HTTPRoute plaza');
    expect(names(around(wanted))).toContain('HTTPRoute plaza');
  });

  it('is not there where nobody asks for it, or the cluster has none', () => {
    expect([route({ routed: { parents, percent: 20, isNew: false } }), route({ owner: routed })]).toEqual([
      [],
      [],
    ]);
  });
});

describe('HTTPS', () => {
  const encrypted = anOwner({ tls: { secretRef: { name: 'cert' } } });
  const https = [aRecorded(a, {}, encrypted), aRecorded(b, { number: 2 })];
  const ports = (rollout: Rollout) =>
    desired(aWanted(rollout, { records: https }))
      .find((child): child is Service => child.kind === 'Service' && child.metadata.name === 'plaza')
      ?.spec?.ports?.map(({ name }) => name);

  it.each([preparing, canary, promoting, baking, draining])(
    'that the spec asks for no more stays while a revision with it may serve users, in $phase',
    (rollout) => {
      expect(ports(rollout)).toContain('https');
    },
  );

  it('goes with the last revision that had it', () => {
    expect(ports({ phase: 'Stable', stable: b })).not.toContain('https');
  });
});

describe('the pods', () => {
  it.each<[Rollout, object]>([
    [{ phase: 'Pending' }, {}],
    [first, { [b]: 4 }],
    [stable, { [a]: 4 }],
    [preparing, { [a]: 4, [b]: 1 }],
    [checking, { [a]: 4, [b]: 1 }],
    [canary, { [a]: 4, [b]: 1 }],
    [lastStep, { [a]: 4, [b]: 4 }],
    [promoting, { [a]: 4, [b]: 4 }],
    [baking, { [a]: 4, [b]: 4 }],
    [draining, { [a]: 4 }],
    [rolledBack, { [a]: 4 }],
  ])('in $phase are those of the phase', (rollout, expected) => {
    expect(pods(aWanted(rollout))).toEqual(expected);
  });

  it('of the stable revision are never edited by a release', () => {
    const ofStable = (rollout: Rollout) =>
      JSON.stringify(
        desired(aWanted(rollout)).find(
          ({ kind, metadata }) => kind === 'Deployment' && metadata.name === `plaza-${a}`,
        ),
      );
    const releases = phases.filter((rollout) => 'stable' in rollout && rollout.stable === a);
    expect(new Set(releases.map(ofStable)).size).toBe(1);
  });

  it('of a revision that becomes stable are not edited either, whenever the last restart was', () => {
    const ofCandidate = (rollout: Rollout) =>
      JSON.stringify(
        desired(aWanted(rollout, { restarted: '7' })).find(
          ({ metadata, kind }) => kind === 'Deployment' && metadata.name === `plaza-${b}`,
        ),
      );
    expect(ofCandidate(baking)).toBe(ofCandidate({ phase: 'Stable', stable: b }));
    expect(ofCandidate(baking)).toContain('"spacetime.dev/restarted":"7"');
  });

  it('are made from the recorded template, whatever the spec says today', () => {
    const recorded = aRecorded(a, {}, anOwner({ image: 'spacetime:v0.9.0' }));
    const [deployment] = desired(aWanted(stable, { records: [recorded] })).filter(isDeployment);
    expect(deployment?.spec?.template).toEqual(recorded.template);
    expect(deployment?.spec?.template.spec?.containers[0]?.image).toBe('spacetime:v0.9.0');
  });

  it('are replaced one after the other, and a new one is there before an old one goes', () => {
    const [deployment] = desired(aWanted(stable)).filter(isDeployment);
    expect(deployment?.spec?.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
  });
});

describe('what is applied', () => {
  it('in a stable world that asks for it', () => {
    expect(names(desired(aWanted(stable, { asked: { revision: a, pinned: [] } })))).toEqual([
      'Service plaza',
      'ServiceAccount plaza',
      `ControllerRevision plaza-${a}`,
      `ConfigMap plaza-${a}`,
      `Secret plaza-${a}`,
      `Service plaza-${a}`,
      `Deployment plaza-${a}`,
    ]);
  });

  it('around it can be refused without harm to users', () => {
    expect(names(around(aWanted(stable)))).toEqual([
      'PodDisruptionBudget plaza',
      'ConfigMap plaza-dashboard',
    ]);
  });

  it('in a release is all of both revisions', () => {
    const applied = names(desired(aWanted(canary)));
    expect(applied).toEqual(
      expect.arrayContaining([...ofRevision(a), ...ofRevision(b), `Secret plaza-${b}`]),
    );
  });

  it('of what waits is the record alone', () => {
    const waiting = names(desired(aWanted(stable))).filter((name) => name.includes(b));
    expect(waiting).toEqual([`ControllerRevision plaza-${b}`]);
  });

  it('is no copy of a Secret that cannot be read', () => {
    expect(names(desired(aWanted(canary, { asked: { revision: b } })))).not.toContain(`Secret plaza-${b}`);
  });

  it('stands on the record when the revision is held', () => {
    const held = new Map([[b, '{"why":"it crashed"}']]);
    const record = (wanted: Wanted) =>
      desired(wanted).find(
        ({ kind, metadata }) => kind === 'ControllerRevision' && metadata.name === `plaza-${b}`,
      );
    expect(record(aWanted(rolledBack, { held }))?.metadata.annotations).toMatchObject({
      'spacetime.dev/held': '{"why":"it crashed"}',
    });
    expect(record(aWanted(rolledBack))?.metadata.annotations).not.toHaveProperty('spacetime.dev/held');
  });

  it.each(phases)('belongs to the world in $phase, in all of its parts', (rollout) => {
    const wanted = aWanted(rollout, {
      key: 'a2V5',
      certificate: { 'tls.crt': 'eA==', 'tls.key': 'eQ==' },
      tokens: { values: { API_TOKEN: 'x', GRAFANA_ADMIN_PASSWORD: 'y' }, adopted: false },
    });
    const children = [...desired(wanted), ...around(wanted)];
    for (const { metadata } of children) {
      expect(metadata.namespace).toBe('worlds');
      expect(metadata.ownerReferences).toEqual([
        {
          apiVersion: 'spacetime.dev/v1',
          kind: 'SpaceTime',
          name: 'plaza',
          uid: 'uid-of-plaza',
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);
      expect(metadata.labels).toMatchObject({
        app: 'spacetime',
        [labels.managedBy]: 'spacetime-operator',
        [labels.instance]: 'plaza',
      });
    }
    expect(new Set(names(children)).size).toBe(children.length);
  });
});

describe('what is kept although it is not applied', () => {
  const everything = (revision: string): KubeObject[] => {
    const rollout: Rollout = { phase: 'Stable', stable: revision };
    const wanted = aWanted(rollout, { records: [aRecorded(revision)], asked: { revision, pinned: [] } });
    return [...desired(wanted), ...around(wanted)];
  };
  const cluster = [
    ...everything(a),
    ...everything(b).filter(({ metadata }) => metadata.name.endsWith(b)),
    ...everything(c).filter(({ metadata }) => metadata.name.endsWith(c)),
  ];
  const keptNames = (wanted: Wanted) => names(kept(cluster, wanted));
  const recordsOf = (revision: string) => [
    `ControllerRevision plaza-${revision}`,
    `ConfigMap plaza-${revision}`,
    `Secret plaza-${revision}`,
  ];

  it('of a revision that drains is everything', () => {
    const all = keptNames(aWanted(draining, { records: [...records, aRecorded(c)] }));
    expect(all).toEqual(expect.arrayContaining([...recordsOf(b), ...ofRevision(b)]));
  });

  it('of a live revision is everything, even if its record was lost', () => {
    expect(keptNames(aWanted(stable, { records: [], asked: { revision: b } }))).toEqual(
      expect.arrayContaining(ofRevision(a)),
    );
  });

  it('of a revision that is held or asked for are its records', () => {
    const wanted = aWanted(stable, { held: new Map([[c, '']]), asked: { revision: b } });
    const names = keptNames(wanted);
    expect(names).toEqual(expect.arrayContaining([...recordsOf(b), ...recordsOf(c)]));
    for (const revision of [b, c]) expect(names).not.toContain(`Deployment plaza-${revision}`);
    for (const revision of [b, c]) expect(names).not.toContain(`Service plaza-${revision}`);
  });

  it('are Secrets of the world, whether they are written now or not', () => {
    const tokens = desired(
      aWanted(stable, { tokens: { values: { API_TOKEN: 'x' }, adopted: false } }),
    ).filter(({ metadata }) => metadata.name === 'plaza-secrets');
    expect(tokens).toHaveLength(1);
    expect(names(kept(tokens, aWanted(stable)))).toEqual(['Secret plaza-secrets']);
  });

  it('are as many retired revisions as the spec says, those that users had last and then the newest', () => {
    const letters = ['b', 'c', 'd', 'f', 'g', 'h'].map((letter) => letter.repeat(10));
    const all = letters.map((name, i) => aRecorded(name, { number: i + 1 }));
    const wanted = aWanted(
      { phase: 'Stable', stable: a },
      {
        owner: anOwner({ revisionHistoryLimit: 2 }),
        records: all,
        asked: { revision: a },
        held: new Map([[b, '']]),
      },
    );
    expect([...keptRevisions(wanted)].sort()).toEqual([a, b, 'gggggggggg', 'hhhhhhhhhh']);
    const served = new Map([
      ['dddddddddd', 9],
      ['ffffffffff', 7],
      ['gggggggggg', 8],
    ]);
    expect([...keptRevisions({ ...wanted, served })].sort()).toEqual([a, b, 'dddddddddd', 'gggggggggg']);
  });
});
