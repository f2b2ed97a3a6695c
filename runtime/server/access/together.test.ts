import fc from 'fast-check';
import { together } from './together.ts';

describe('together', () => {
  it('asks once at a time for each caller, for all who came meanwhile', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const take = together(async (caller, requests) => {
      asked.push(`${caller} ${requests}`);
      await new Promise<void>((resolve) => answers.push(resolve));
      return { count: requests, most: 10, resetMilliseconds: 1 };
    });
    const taken = ['ann', 'ann', 'ann', 'bob'].map(take);
    expect(asked).toEqual(['ann 1', 'bob 1']);
    for (const answer of answers.splice(0)) answer();
    await taken[0];
    await new Promise(setImmediate);
    expect(asked).toEqual(['ann 1', 'bob 1', 'ann 2']);
    for (const answer of answers.splice(0)) answer();
    expect((await Promise.all(taken)).map(({ left }) => left)).toEqual([9, 9, 8, 9]);
  });

  it('allows exactly as many as the count holds, whoever asks when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat(30), fc.nat(30), async (scheduler, most, requests) => {
        let count = 0;
        const counting = scheduler.scheduleFunction(async (_: string, more: number) => {
          count += more;
          return { count, most, resetMilliseconds: 1 };
        });
        const pods = [together(counting), together(counting)];
        const taken = Array.from({ length: requests }, (_, n) => pods[n % 2]?.('ann'));
        const places = await scheduler.waitFor(Promise.all(taken));
        const allowed = places.filter((place) => place?.isAllowed);
        expect(allowed).toHaveLength(Math.min(most, requests));
      }),
    );
  });

  it('fails all who wait when the count fails, and none who come later', async () => {
    let isBroken = true;
    const take = together(async () => {
      if (isBroken) throw new Error('broken');
      return { count: 1, most: 1, resetMilliseconds: 1 };
    });
    const taken = [take('ann'), take('ann')];
    await expect(Promise.all(taken)).rejects.toThrow('broken');
    await expect(taken[1]).rejects.toThrow('broken');
    isBroken = false;
    expect(await take('ann')).toEqual({ isAllowed: true, left: 0, resetMilliseconds: 1 });
  });
});
