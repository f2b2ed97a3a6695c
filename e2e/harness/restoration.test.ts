import type { Difference } from './objects.ts';
import { isRestored, restoration } from './restoration.ts';

const same: Difference = { same: 12, changed: [], gone: [], added: [] };

describe('a world after a release that was undone', () => {
  it('is restored when only the record of the release and the evidence against it are new', () => {
    const added = ['controllerrevisions/w-b', 'secrets/w-b', 'jobs/w-b-check', 'pods/w-b-check-x7k2p'];
    expect(isRestored({ ...same, added })).toBe(true);
    expect(restoration({ ...same, added })).toBe(
      'all 12 objects of the world are byte-identical to before; 4 record the rejected revision.',
    );
  });

  it('is restored when the evidence against an earlier release has gone', () => {
    const gone = ['jobs/w-a-check', 'jobs/w-a-check-1', 'pods/w-a-check-48c4w', 'pods/w-a-check-1-48c4w'];
    expect(isRestored({ ...same, gone })).toBe(true);
  });

  it.each([
    ['an object changed', { ...same, changed: ['services/w'] }, 'objects differ: changed services/w.'],
    [
      'a pod of the world went',
      { ...same, gone: ['pods/w-a-5d8f9c-48c4w'] },
      'objects differ: gone pods/w-a-5d8f9c-48c4w.',
    ],
    ['a Secret went', { ...same, gone: ['secrets/w-check'] }, 'objects differ: gone secrets/w-check.'],
    ['a Service came', { ...same, added: ['services/w-c'] }, 'objects differ: new services/w-c.'],
  ])('is not restored when %s, and says which', (_, difference, sentence) => {
    expect(isRestored(difference)).toBe(false);
    expect(restoration(difference)).toBe(sentence);
  });
});
