import fc from 'fast-check';
import { canonicalInput, type PinnedContent } from '../../../operator/src/rollout/canonical.ts';
import { aSpec } from '../../../operator/test/builders.ts';
import { diffLines } from '../view/diff.ts';
import { noColors } from '../view/paint.ts';
import { changesBetween } from './changes.ts';

const input = (spec: object, pinned: readonly PinnedContent[] = []): string =>
  canonicalInput(aSpec(spec), aSpec(), pinned);

/** What differs between two specs, as the records of their revisions have it. */
const changes = (before: object, after: object) => changesBetween(input(before), input(after));

it.each<[string, object, object, object]>([
  ['an image', { image: 'a:1' }, { image: 'a:2' }, { path: 'image', before: 'a:1', after: 'a:2' }],
  [
    'a field that was at its default',
    {},
    { api: { logLevel: 'debug' } },
    { path: 'api.logLevel', before: 'info (default)', after: 'debug' },
  ],
  [
    'a variable that is new',
    {},
    { env: [{ name: 'A', value: '1' }] },
    { path: 'env.A', before: null, after: '1' },
  ],
  [
    'a variable among others',
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '1' },
      ],
    },
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
    { path: 'env.B', before: '1', after: '2' },
  ],
  [
    'a whitelist, entry by entry',
    { scenes: { whitelist: { production: ['res://a.tscn', 'res://b.tscn'] } } },
    { scenes: { whitelist: { production: ['res://b.tscn', 'res://c.tscn'] } } },
    { path: 'scenes.whitelist.production', removed: ['res://a.tscn'], added: ['res://c.tscn'] },
  ],
  [
    'a default list that was replaced',
    {},
    { scenes: { whitelist: { production: ['res://c.tscn'] } } },
    { path: 'scenes.whitelist.production', removed: ['res://vr_main.tscn'], added: ['res://c.tscn'] },
  ],
  [
    'a limit, in the unit in which people write it',
    {},
    { resources: { limits: { memory: '5Gi' } } },
    { path: 'resources.limits.memory', before: '1Gi (default)', after: '5Gi' },
  ],
  [
    'a probe',
    {},
    { probes: { liveness: { periodSeconds: 20 } } },
    { path: 'probes.liveness.periodSeconds', before: '10 (default)', after: '20' },
  ],
  [
    'a mount that goes',
    { secrets: { mounts: [{ name: 'chat', secretRef: { name: 'chat-key' } }] } },
    {},
    { path: 'secrets.mounts.chat.secretRef.name', before: 'chat-key', after: null },
  ],
])('%s', (_, before, after, change) => {
  expect(changes(before, after)).toEqual([change]);
});

it('another environment brings another whitelist', () => {
  const paths = changes({}, { environment: 'staging' }).map(({ path }) => path);
  expect(paths).toEqual(['environment', 'scenes.whitelist.production', 'scenes.whitelist.staging']);
});

it('a list that was emptied has lost what it held by default', () => {
  const emptied = JSON.stringify({ image: 'spacetime:v1.0.0', whitelist: [] });
  expect(changesBetween(input({}), emptied)).toEqual([
    { path: 'scenes.whitelist.production', removed: ['res://vr_main.tscn'], added: [] },
  ]);
});

it('the image comes first, the rest by path', () => {
  const after = { image: 'a:2', drainSeconds: 5, api: { port: 9000 } };
  expect(changes({}, after).map(({ path }) => path)).toEqual(['image', 'api.port', 'drainSeconds']);
});

it('revisions that put the same into pods do not differ', () => {
  expect(
    changes({ resources: { limits: { memory: '1Gi' } } }, { resources: { limits: { memory: '1024Mi' } } }),
  ).toEqual([]);
});

describe('the content of a Secret', () => {
  const digest = (value: string) => [{ mount: 'chat', digest: value.repeat(64) }];
  const seen = (before: readonly PinnedContent[], after: readonly PinnedContent[]) =>
    changesBetween(input({}, before), input({}, after));

  it.each<[string, readonly PinnedContent[], readonly PinnedContent[]]>([
    ['changed', digest('a'), digest('b')],
    ['added', [], digest('b')],
    ['removed', digest('a'), []],
  ])('is told to be %s', (secret, before, after) => {
    expect(seen(before, after)).toEqual([{ path: 'content of Secret for chat', secret }]);
  });

  it('is not shown, not even as a digest', () => {
    const found = seen(digest('a'), digest('b'));
    const sides = [
      { name: 'bbbb222222', number: 1 },
      { name: 'cccc444444', number: 2 },
    ] as const;
    const text = `${JSON.stringify(found)} ${diffLines(...sides, found, noColors).join()}`;
    expect(text).toContain('values are not shown');
    expect(text).not.toMatch(/aaa|bbbbb/);
  });
});

it('what differs is drawn with - and +', () => {
  const found = changes({ image: 'a:1' }, { image: 'a:2', env: [{ name: 'A', value: '1' }] });
  expect(
    diffLines({ name: 'bbbb222222', number: 1 }, { name: 'cccc444444', number: 2 }, found, noColors),
  ).toEqual(['1 bbbb222222 → 2 cccc444444', 'image', '  - a:1', '  + a:2', 'env.A', '  + 1']);
});

describe('of any two revisions', () => {
  const word = fc.stringMatching(/^[a-z]{1,3}$/);
  const scenes = fc.uniqueArray(
    word.map((name) => `res://${name}.tscn`),
    { minLength: 1, maxLength: 4 },
  );
  const named = <T>(item: fc.Arbitrary<T>) =>
    fc.dictionary(word, item, { maxKeys: 3 }).map((items) => Object.entries(items));
  const spec = fc.record(
    {
      image: word.map((name) => `${name}:1`),
      environment: fc.constantFrom('production', 'staging', 'development'),
      api: fc.record({
        port: fc.integer({ min: 2000, max: 2003 }),
        corsOrigins: fc.constantFrom([], ['https://a.b']),
      }),
      env: named(word).map((items) => items.map(([name, value]) => ({ name: `E_${name}`, value }))),
      scenes: fc.record({
        whitelist: fc.record({ production: scenes, staging: scenes }, { requiredKeys: [] }),
      }),
      resources: fc.record({ limits: fc.record({ memory: fc.constantFrom('1Gi', '1024Mi', '1500M') }) }),
      secrets: named(word).map((items) => ({
        mounts: items.map(([name, secret]) => ({ name, secretRef: { name: secret } })),
      })),
    },
    { requiredKeys: [] },
  );
  const pinned = named(fc.constantFrom('aa', 'bb')).map((items) =>
    items.map(([mount, digest]) => ({ mount, digest })),
  );
  const revision = fc.tuple(spec, pinned).map(([fields, contents]) => input(fields, contents));

  it('a difference is shown exactly when their pods differ', () => {
    fc.assert(
      fc.property(revision, revision, (before, after) => {
        expect(changesBetween(before, after).length === 0).toBe(before === after);
      }),
    );
  });

  it('the way back shows the same paths', () => {
    const paths = (before: string, after: string) => changesBetween(before, after).map(({ path }) => path);
    fc.assert(
      fc.property(revision, revision, (before, after) => {
        expect(paths(before, after)).toEqual(paths(after, before));
      }),
    );
  });
});
