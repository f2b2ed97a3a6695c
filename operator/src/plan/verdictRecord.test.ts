import { anOwner, revisions } from '../../test/builders.ts';
import { verdictRecord } from './verdictRecord.ts';

it('is kept beside its revision, owned by the world', () => {
  const { metadata, data } = verdictRecord(anOwner(), revisions.b, 'text');
  expect(metadata).toMatchObject({
    name: `plaza-${revisions.b}-verdicts`,
    labels: { 'spacetime.dev/revision': revisions.b },
    ownerReferences: [{ kind: 'SpaceTime', name: 'plaza' }],
  });
  expect(data).toEqual({ 'record.jsonl': 'text' });
});
