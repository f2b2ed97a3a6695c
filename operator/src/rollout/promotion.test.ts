import { after, noon } from '../../test/builders.ts';
import { awaitedPass, type Question, type Staging } from './promotion.ts';

const requires = { trustedNamespaces: ['staging'], compare: 'Artifact', minStableSeconds: 0 } as const;
const aQuestion = (more: Partial<Question> = {}): Question => ({
  now: after(7200),
  name: 'plaza',
  namespace: 'production',
  requires,
  artifact: 'a1',
  image: 'plaza:1.0.0',
  ...more,
});
const pass = { artifact: 'a1', image: 'plaza:1.0.0', imageID: 'repo@sha256:1', time: noon.toISOString() };
const aStaging = (more: Partial<Staging> = {}): Staging => ({
  namespace: 'staging',
  passed: [pass],
  stable: 'a1',
  promotions: [{ artifact: 'a1', at: after(-600).toISOString() }],
  ...more,
});
const message = (question: Question, ...stagings: Staging[]) => awaitedPass(question, stagings)?.message;

it('a release that requires nothing waits for nothing', () => {
  expect(awaitedPass(aQuestion({ requires: undefined }), [])).toBeUndefined();
});

it('what has passed there may be released here', () => {
  expect(awaitedPass(aQuestion(), [aStaging()])).toBeUndefined();
});

it.each([
  [
    'another artifact',
    aQuestion({ artifact: 'a2' }),
    'artifact a2 has not passed SpaceTime plaza in staging.',
  ],
  [
    'another image',
    aQuestion({ image: 'plaza:2.0.0', requires: { ...requires, compare: 'Image' } }),
    'image plaza:2.0.0 has not passed SpaceTime plaza in staging.',
  ],
  [
    'a tag that was pushed again',
    aQuestion({ imageID: 'repo@sha256:2' }),
    'the image that runs here is another one than passed SpaceTime plaza in staging; tag it anew.',
  ],
])('%s waits', (_, question, said) => {
  expect(message(question, aStaging())).toBe(`promotion.requires: ${said}`);
});

it('an image that passed may be released with other settings where only the image counts', () => {
  const question = aQuestion({ artifact: 'a2', requires: { ...requires, compare: 'Image' } });
  expect(awaitedPass(question, [aStaging()])).toBeUndefined();
});

it('the same digest under another name of the registry is the same', () => {
  expect(awaitedPass(aQuestion({ imageID: 'mirror/plaza@sha256:1' }), [aStaging()])).toBeUndefined();
});

it('nobody who allows it is no answer, and the sentence does not say whether anybody is there', () => {
  expect(message(aQuestion())).toBe(
    'promotion.requires: no SpaceTime plaza in staging allows production; name it there in promotion.allowedNamespaces.',
  );
});

it('two who allow it are no answer either, even if both have it', () => {
  expect(message(aQuestion(), aStaging(), aStaging({ namespace: 'rehearsal' }))).toBe(
    'promotion.requires: SpaceTimes plaza in staging and rehearsal both allow production; leave one in trustedNamespaces.',
  );
});

describe('the time that it must have been stable', () => {
  const hour = aQuestion({ now: after(600), requires: { ...requires, minStableSeconds: 3600 } });

  it('is waited for, and it is said when it is over', () => {
    expect(awaitedPass(hour, [aStaging()])).toEqual({
      waitingFor: 'a1',
      message:
        'promotion.requires: artifact a1 has not been stable for 3600 s in SpaceTime plaza in staging.',
      inSeconds: 3000,
    });
    expect(awaitedPass({ ...hour, now: after(3600) }, [aStaging()])).toBeUndefined();
  });

  it('ends when the next one has all users there: waiting longer does not help', () => {
    const moved = aStaging({ stable: 'a2', promotions: [{ artifact: 'a2', at: after(1800).toISOString() }] });
    expect(awaitedPass({ ...hour, now: after(9000) }, [moved])?.inSeconds).toBeUndefined();
    expect(message({ ...hour, now: after(9000) }, moved)).toContain('has not been stable for 3600 s');
    const later = aStaging({ stable: 'a2', promotions: [{ artifact: 'a2', at: after(3600).toISOString() }] });
    expect(awaitedPass({ ...hour, now: after(9000) }, [later])).toBeUndefined();
  });

  it('does not count when something older is stable there again', () => {
    expect(message({ ...hour, now: after(9000) }, aStaging({ stable: 'a0' }))).toContain(
      'has not been stable',
    );
  });
});
