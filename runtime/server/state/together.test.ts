import { together } from './together.ts';

/** Things that are done when a test lets them. */
function slowly(fault: (things: readonly number[]) => boolean = () => false) {
  const done: (readonly number[])[] = [];
  const gate = Promise.withResolvers<void>();
  const ask = together<number>(async (things) => {
    await gate.promise;
    if (fault(things)) throw new Error(`cut at ${things}`);
    done.push(things);
  });
  return { ask, done, open: gate.resolve };
}

describe('doing together', () => {
  it('does what was asked for meanwhile at once and in order, when what is under way is done', async () => {
    const { ask, done, open } = slowly();
    const asked = Promise.all([1, 2, 3].map(ask));
    open();
    await asked;
    await ask(4);
    expect(done).toEqual([[1], [2, 3], [4]]);
  });

  it('lets nobody fail for what another asked', async () => {
    const { ask, done, open } = slowly((things) => things.includes(3));
    const asked = Promise.allSettled([1, 2, 3, 4].map(ask));
    open();
    expect((await asked).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(done).toEqual([[1], [2], [4]]);
  });

  it('tells all of them, and does nothing twice, when the database is away', async () => {
    let times = 0;
    const ask = together<number>(async () => {
      times += 1;
      throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
    });
    const asked = await Promise.allSettled([1, 2, 3].map(ask));
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(times).toBe(2);
  });
});
