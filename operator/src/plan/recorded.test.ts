import { anOwner, aRecorded, revisions } from '../../test/builders.ts';
import { configMap } from './configMap.ts';
import { controllerRevision, recordedOf } from './recorded.ts';
import { revisionSecret } from './revisionSecret.ts';

const owner = anOwner();
const recorded = aRecorded(revisions.b, { number: 7, changeCause: 'A better portal' });

it('a record reads back as it was written, also through the API server', () => {
  const stored = JSON.parse(JSON.stringify(controllerRevision(owner, recorded)));
  expect(recordedOf(stored)).toEqual(recorded);
});

it('a record is the same bytes whatever the spec says later', () => {
  const bytes = (spec: object) => JSON.stringify(controllerRevision(anOwner(spec), recorded));
  expect(bytes({ replicas: 9, image: 'spacetime:v2.0.0' })).toBe(bytes({}));
});

it('the configuration and the Secrets of a revision cannot be changed', () => {
  const secret = revisionSecret(owner, revisions.b, [{ mount: 'keys', data: { a: 'eA==' } }]);
  expect(secret).toMatchObject({ immutable: true, data: { 'keys.a': 'eA==' } });
  expect(configMap(owner, recorded)).toMatchObject({ immutable: true, data: recorded.config });
});
