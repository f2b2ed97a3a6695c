import { aPodServer, metricsPage } from '../../test/aPodServer.ts';
import { aPod } from '../../test/builders.ts';
import { scrape, type Totals } from './scrape.ts';

const pods = [aPod({ name: 'p1' }), aPod({ name: 'p2' })];

/** Looks with so many requests on each pod at each look; `undefined` for a pod that does not answer. */
async function looks(...seen: readonly (readonly (number | undefined)[])[]) {
  let totals: Totals = new Map();
  const counted: number[] = [];
  const heard: number[] = [];
  for (const requests of seen) {
    const { ask } = aPodServer((pod) => {
      const count = requests[pods.indexOf(pod)];
      return count === undefined ? { status: 0 } : { text: metricsPage({ requests: count }) };
    });
    const look = await scrape(pods, totals, [], ask);
    totals = look.totals;
    counted.push(look.counts.requests);
    heard.push(look.counts.heard);
  }
  return { counted, heard };
}

it('counts from one look to the next', async () => {
  expect((await looks([5, 7], [6, 9], [6, 9])).counted).toEqual([0, 3, 0]);
});

it('does not hear a pod that does not answer, and counts all of it when it answers again', async () => {
  expect(await looks([5, 7], [6, undefined], [6, 20])).toEqual({ counted: [0, 1, 13], heard: [2, 1, 2] });
});

it('asks nothing of nobody', async () => {
  const { ask, asked } = aPodServer();
  expect((await scrape([], new Map(), [], ask)).counts.heard).toBe(0);
  expect(asked).toEqual([]);
});

it('remembers pods that are there, ready or not, and none that is gone', async () => {
  const [one = aPod(), two = aPod()] = pods;
  const page = { text: metricsPage({ requests: 5 }) };
  const { ask, asked } = aPodServer(() => page);
  const { totals } = await scrape(pods, new Map(), [], ask);
  const sick = aPod({ name: one.metadata.name, ready: false });
  const later = await scrape([sick], totals, [], ask);
  expect([...later.totals.keys()]).toEqual([one.metadata.uid]);
  expect(asked.map(({ pod }) => pod)).toEqual([one.metadata.name, two.metadata.name]);
});
