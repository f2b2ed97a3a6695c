import { jest } from '@jest/globals';
import { aContract } from '../../../test/contract.ts';
import type { Deployment, KubeObject, Service } from '../types.ts';

jest.setTimeout(120_000);

const { aConfigMap, asked, cluster, create, merge, namespace, show } = aContract();

describe('apply', () => {
  const service = (): Service => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'demo',
      namespace,
      labels: { app: 'spacetime' },
      ownerReferences: aConfigMap('any').metadata.ownerReferences ?? [],
    },
    spec: { selector: { app: 'spacetime' }, ports: [{ name: 'api', port: 8080, targetPort: 'api' }] },
  });
  const deployment = (): Deployment => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'demo', namespace, ownerReferences: aConfigMap('any').metadata.ownerReferences ?? [] },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'spacetime' } },
      template: {
        metadata: { labels: { app: 'spacetime' } },
        spec: {
          automountServiceAccountToken: false,
          containers: [
            {
              name: 'runtime',
              image: 'spacetime:v1.0.0',
              env: [{ name: 'EMPTY', value: '' }],
              ports: [{ name: 'api', containerPort: 8080 }],
              resources: { limits: { cpu: '1000m', memory: '1024Mi' } },
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }],
        },
      },
    },
  });

  it.each<[string, () => KubeObject]>([
    ['Service', service],
    ['Deployment', deployment],
  ])('of a %s that is as it should be asks the server nothing', async (_, wish) => {
    await cluster.apply(wish());
    await show(wish());
    asked.length = 0;
    await cluster.apply(wish());
    expect(asked).toEqual([]);
  });

  it('makes a field what it should be again, and leaves the fields of others alone', async () => {
    await cluster.apply(service());
    await merge(service(), { metadata: { labels: { app: 'wrong', theirs: 'yes' } } });
    await show(service());
    const repaired = await cluster.apply(service());
    expect(repaired.metadata.labels).toEqual({ app: 'spacetime', theirs: 'yes' });
  });

  it('is a conflict on an object that is not any more as it was seen, and then changes nothing', async () => {
    await cluster.apply(aConfigMap('changed'));
    await show(aConfigMap('changed'));
    await merge(aConfigMap('changed'), { data: { a: 'newer' } });
    const late = cluster.apply(aConfigMap('changed', { a: 'late' }));
    await expect(late).rejects.toMatchObject({ name: 'Conflict' });
    expect((await show(aConfigMap('changed'))).data).toMatchObject({ a: 'newer' });
  });

  it('takes away what is not wanted any more', async () => {
    await cluster.apply(aConfigMap('shrinks'));
    await show(aConfigMap('shrinks'));
    const stored = await cluster.apply(aConfigMap('shrinks', { a: '1' }));
    expect(stored.data).toEqual({ a: '1' });
  });

  it('does not take over what somebody else made', async () => {
    await create({ ...aConfigMap('theirs', { mine: 'yes' }), metadata: { name: 'theirs', namespace } });
    await expect(cluster.apply(aConfigMap('theirs'))).rejects.toMatchObject({ name: 'NameTaken' });
    expect((await show(aConfigMap('theirs'))).data).toEqual({ mine: 'yes' });
  });

  it('puts back an owner reference that somebody took away', async () => {
    await cluster.apply(aConfigMap('orphan'));
    await merge(aConfigMap('orphan'), { metadata: { ownerReferences: null } });
    await show(aConfigMap('orphan'));
    const repaired = await cluster.apply(aConfigMap('orphan'));
    expect(repaired.metadata.ownerReferences).toMatchObject(aConfigMap('any').metadata.ownerReferences ?? []);
  });

  it('is refused with the field that is wrong', async () => {
    const wrong = { ...service(), spec: { ports: [{ port: 99_999 }] } };
    await expect(
      cluster.apply({ ...wrong, metadata: { ...wrong.metadata, name: 'wrong' } }),
    ).rejects.toMatchObject({
      name: 'Invalid',
      message: expect.stringContaining('spec.ports[0].port'),
    });
  });
});
