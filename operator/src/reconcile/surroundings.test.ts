import { anInstallation, anOwner, revisions } from '../../test/builders.ts';
import type { KubeObject } from '../kube/types.ts';
import type { ExternalFound } from '../plan/databaseFound.ts';
import { revisionSecret } from '../plan/revisionSecret.ts';
import { surroundingsOf } from './surroundings.ts';

const mine = { database: { secretRef: { name: 'mine' } } };
const ofRevision = (name: string, url: string): KubeObject =>
  revisionSecret(anOwner(), name, [{ mount: 'database', data: { DATABASE_URL: btoa(url) } }]);
const found = (url?: string): ExternalFound => ({
  is: 'External',
  secretName: 'mine',
  key: 'DATABASE_URL',
  secretExists: true,
  ...(url && { url: btoa(url) }),
});
const portsOf = (url: string | undefined, children: readonly KubeObject[] = []) =>
  surroundingsOf({
    owner: anOwner(mine),
    installation: anInstallation(),
    database: found(url),
    children,
  }).surroundings?.databasePorts;

it('know the operator by its namespace', () => {
  const database = { is: 'Managed', random: ['', ''], defaultImage: 'postgres:18' } as const;
  const installation = anInstallation({ namespace: 'operators' });
  expect(surroundingsOf({ owner: anOwner(), installation, database, children: [] })).toEqual({
    surroundings: { operator: { namespace: 'operators' }, databasePorts: [] },
  });
});

it.each([
  ['postgresql://me@db.example.com:6432/world', 6432],
  ['postgres://me@db.example.com/world', 5432],
  ['postgres://me@db.example.com/world?port=7000', 7000],
  ['no URL at all', 5432],
])('read the port of %s', (url, port) => {
  expect(portsOf(url)).toEqual([port]);
});

it('know the ports of every revision, once', () => {
  const children = [
    ofRevision(revisions.a, 'postgres://old:6000/world'),
    ofRevision(revisions.b, 'postgres://new/world'),
  ];
  expect(portsOf('postgres://new:5432/world', children)).toEqual([5432, 6000]);
  expect(portsOf(undefined, [])).toEqual([]);
});

it('are nothing where no policies are wanted', () => {
  const owner = anOwner({ ...mine, exposure: { networkPolicy: { mode: 'Disabled' } } });
  expect(surroundingsOf({ owner, installation: anInstallation(), database: found(), children: [] })).toEqual(
    {},
  );
});
