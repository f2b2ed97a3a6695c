import type { Surroundings } from './check.ts';
import { health } from './health.ts';
import type { Answer, Site } from './site.ts';

const answer = (status: number): Answer => ({
  status,
  headers: {},
  bytes: new Uint8Array(),
  milliseconds: 1,
});

/** A server that gives these answers and then none, and the sentence with which the check fails when the time is over. */
async function failure(...statuses: readonly number[]): Promise<string> {
  const time = new AbortController();
  const asked = [...statuses];
  const site: Site = {
    url: (path) => path,
    until: () => site,
    ask: () => {
      const status = asked.shift();
      if (status !== undefined) return Promise.resolve(answer(status));
      const cutOff = Promise.reject(new Error('GET /health got no answer: the time was over.'));
      time.abort();
      return cutOff;
    },
  };
  const around = { preview: site, world: site, signal: time.signal } as unknown as Surroundings;
  return health.ask(around).then(
    () => 'it passed',
    (error: Error) => error.message,
  );
}

it('says how the candidate answered last, not that the end of the time cut a question off', async () => {
  expect(await failure(404, 503)).toBe('GET /health of the preview answered 503 instead of 200.');
});

it('says that it did not answer, if it never did', async () => {
  expect(await failure()).toBe('GET /health of the preview did not answer.');
});

it('names the world of the check where that one is meant', async () => {
  expect(await failure(200, 500)).toBe('GET /health of the world of the check answered 500 instead of 200.');
});
