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

describe('failures of one client', () => {
  const page = (most: number, callers = 3) =>
    `${metricsPage({ requests: 50, errors: 50 })}spacetime_clients_asking ${callers}\nspacetime_client_failures_max ${most}\n`;
  /** What is told of one client at each look, by its failures on each pod. */
  const seen = async (...all: readonly (readonly number[])[]) => {
    let totals: Totals = new Map();
    const told: number[] = [];
    for (const most of all) {
      const { ask } = aPodServer((pod) => ({ text: page(most[pods.indexOf(pod)] ?? 0) }));
      const look = await scrape(pods, totals, [], ask);
      totals = look.totals;
      told.push(look.counts.ofOneClient);
    }
    return told;
  };

  it('are those that were added since the last look, and none at the first', async () => {
    expect(await seen([40, 0], [43, 0], [43, 0])).toEqual([0, 3, 0]);
  });

  it('are those of one pod alone, also where another pod has one that fails at other times', async () => {
    expect(await seen([0, 0], [3, 0], [3, 3], [4, 3])).toEqual([0, 3, 0, 1]);
  });

  it('begin anew with a container', async () => {
    expect(await seen([9, 0], [2, 0], [3, 0])).toEqual([0, 0, 1]);
  });

  it('are told beside the clients of all pods together', async () => {
    const { ask } = aPodServer(() => ({ text: page(1) }));
    expect((await scrape(pods, new Map(), [], ask)).counts).toMatchObject({ callers: 6, ofOneClient: 0 });
  });
});
