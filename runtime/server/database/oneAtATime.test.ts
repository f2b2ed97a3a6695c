import { oneAtATime } from './oneAtATime.ts';

interface Turn {
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A task whose turns end when the test says so. */
function aTask() {
  const turns: Turn[] = [];
  const ask = oneAtATime(() => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    turns.push({ end: resolve, fail: reject });
    return promise;
  });
  return { turns, ask };
}

describe('a task that is done one at a time', () => {
  it('begins at once, and again for those who ask later', async () => {
    const { turns, ask } = aTask();
    const first = ask();
    expect(turns).toHaveLength(1);
    turns[0]?.end();
    await first;
    const second = ask();
    expect(turns).toHaveLength(2);
    turns[1]?.end();
    await second;
  });

  it('begins once more for all who ask meanwhile, and only then', async () => {
    const { turns, ask } = aTask();
    void ask();
    const later = Promise.all([ask(), ask(), ask()]);
    await settled();
    expect(turns).toHaveLength(1);
    turns[0]?.end();
    await settled();
    expect(turns).toHaveLength(2);
    turns[1]?.end();
    await later;
    expect(turns).toHaveLength(2);
  });

  it('never overlaps, and never misses who asks at the moment in which a turn ends', async () => {
    let atWork = 0;
    let changes = 0;
    let seen = 0;
    const ask = oneAtATime(async () => {
      atWork += 1;
      expect(atWork).toBe(1);
      const found = changes;
      await settled();
      seen = found;
      atWork -= 1;
    });
    for (let n = 0; n < 200; n++) {
      const asked = ask();
      for (let pauses = n % 8; pauses > 0; pauses--) await Promise.resolve();
      changes += 1;
      const wanted = changes;
      await ask();
      expect(seen).toBeGreaterThanOrEqual(wanted);
      await asked;
    }
  });

  it('tells a failure to those whose turn it was, and goes on', async () => {
    const { turns, ask } = aTask();
    const first = ask();
    const second = ask();
    turns[0]?.fail(new Error('not now'));
    await expect(first).rejects.toThrow('not now');
    await settled();
    turns[1]?.end();
    await second;
  });
});
