import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { around, usualSpec } from '../test/aCandidate.ts';
import { load } from './load.ts';
import { run } from './run.ts';

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Runs the load test against a server that answers as a test says. */
async function tried(answer: RequestListener, more: Partial<typeof usualSpec.load> = {}) {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const [outcome] = await run(
    [load],
    around(
      { url: () => `http://127.0.0.1:${port}` },
      {
        spec: { ...usualSpec, load: { ...usualSpec.load, ...more } },
        access: async () => ({ token: 'a-token', limited: 'another', ports: { telemetry: 0, tls: 0 } }),
      },
    ),
    () => {},
  );
  return outcome;
}

it('asks as often as it is told to, with the token and the name of a check', async () => {
  const asked: string[] = [];
  const outcome = await tried(
    ({ url, headers }, response) => {
      asked.push(`${url} ${headers.authorization} ${headers['user-agent']}`);
      response.end();
    },
    { requests: 103, concurrency: 10 },
  );
  expect(outcome).toMatchObject({
    result: 'Passed',
    evidence: expect.stringMatching(/^103 requests, 100 % good, mean /),
  });
  expect(asked).toHaveLength(103);
  expect(new Set(asked)).toEqual(new Set(['/api/status Bearer a-token spacetime-check/1']));
});

it.each([
  [3, 'Passed', '100 requests, 97 % good, mean'],
  [4, 'Failed', '100 requests, 96 % good, mean'],
])('with %i bad answers of 100 and 97 % wanted it has %s', async (bad, result, evidence) => {
  let n = 0;
  const outcome = await tried(
    (_, response) => {
      response.statusCode = n++ < bad ? 500 : 200;
      response.end();
    },
    { requests: 100, minSuccessPercent: 97 },
  );
  expect(outcome).toMatchObject({ result, evidence: expect.stringContaining(evidence) });
});

it('fails when the mean is over the limit', async () => {
  const outcome = await tried((_, response) => void setTimeout(() => response.end(), 50), {
    requests: 10,
    maxMeanMilliseconds: 20,
  });
  expect(outcome).toMatchObject({
    result: 'Failed',
    evidence: expect.stringMatching(/^10 requests, 100 % good, mean \d+ ms; the limit is 20 ms\.$/),
  });
});

it('fails when the time is over before all are answered', async () => {
  let n = 0;
  const outcome = await tried((_, response) => void (n++ < 5 && response.end()), {
    requests: 20,
    timeoutSeconds: 2,
  });
  expect(outcome).toMatchObject({
    result: 'Failed',
    evidence: 'Only 5 of 20 requests were answered in the time of the check.',
  });
});

it('connections that are cut are no good answers', async () => {
  const outcome = await tried(({ socket }) => void socket.destroy(), { requests: 10 });
  expect(outcome).toMatchObject({ result: 'Failed' });
});
