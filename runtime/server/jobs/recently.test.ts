import { recently } from './recently.ts';

const settings = { keptMilliseconds: 5000, patienceMilliseconds: 20 };

describe('asking at most once in a while', () => {
  it('asks once, however often it is wanted, and again when the answer is old', async () => {
    let now = 0;
    let asked = 0;
    const wanted = recently({ ...settings, now: () => now }, async () => ++asked);
    expect(await Promise.all([wanted(), wanted(), wanted()])).toEqual([1, 1, 1]);
    now = 4999;
    expect(await wanted()).toBe(1);
    now = 5000;
    expect(await wanted()).toBe(2);
  });

  it('knows nothing when asking fails, and does not keep what it knew', async () => {
    let now = 0;
    const answers = [Promise.resolve(1), Promise.reject(new Error('away'))];
    const wanted = recently({ ...settings, now: () => now }, async () => answers.shift());
    expect(await wanted()).toBe(1);
    now = 5000;
    expect(await wanted()).toBeUndefined();
  });

  it('makes nobody wait for an answer that does not come', async () => {
    let asked = 0;
    const wanted = recently({ ...settings, now: () => 0 }, () => {
      asked += 1;
      return new Promise<number>(() => {});
    });
    expect([await wanted(), await wanted(), asked]).toEqual([undefined, undefined, 1]);
  });
});
