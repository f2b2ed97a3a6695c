import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { KeyPair } from '../server/tls/certificate.ts';
import { aCandidate, around } from '../test/aCandidate.ts';
import { makeCertificate } from '../test/certificate.ts';
import { freePort } from '../test/databaseServer.setup.ts';
import { certificate } from './certificate.ts';
import { run, type Shared } from './run.ts';
import { site } from './site.ts';

let folder: string;
let pair: KeyPair;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spacetime-check-tls-'));
  pair = await makeCertificate(folder, 'world');
});
afterAll(() => rm(folder, { recursive: true }));

const tried = async (shared: Shared) => (await run([certificate], shared, () => {}))[0];

it('a world that serves HTTPS passes, by its own port where its pods are asked over HTTP', async () => {
  const port = await freePort();
  const candidate = await aCandidate(() => ({ SPACETIME_TLS_DIR: folder, SPACETIME_TLS_PORT: String(port) }));
  const passed = {
    result: 'Passed',
    evidence: expect.stringMatching(/^TLSv1\.3, a certificate until \d{4}-\d\d-\d\d$/),
  };
  expect(await tried(around(candidate))).toMatchObject(passed);
  const preview = site(`https://127.0.0.1:${port}`, pair.cert);
  expect(await tried(around(candidate, { preview, ca: pair.cert }))).toMatchObject(passed);
  await candidate.remove();
});

/** Runs the check against a server of HTTPS that is not the runtime. */
async function against(settings: object, headers: Record<string, string>, ca?: string) {
  const server: Server = createServer({ ...pair, ...settings }, (_, response) =>
    response.writeHead(200, headers).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outcome = await tried(around({ url: () => url }, { ca }));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return outcome;
}

const strict = { 'Strict-Transport-Security': 'max-age=1' };

it.each([
  ['is over', 10, /^The certificate ended on \d{4}-\d\d-\d\d\.$/],
  ['begins later', -10, /^The certificate is good from \d{4}-\d\d-\d\d only\.$/],
])('a certificate that %s fails', async (_, days, evidence) => {
  const then = Date.now() + days * 86_400_000;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(then);
  const outcome = await against({}, strict);
  clock.mockRestore();
  expect(outcome).toMatchObject({ result: 'Failed', evidence: expect.stringMatching(evidence) });
});

it('an old protocol fails', async () => {
  const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
  expect(await against(old, strict)).toMatchObject({
    result: 'Failed',
    evidence: expect.stringMatching(/^The handshake over HTTPS failed \(\w+\)\.$/),
  });
});

it('an answer over HTTPS that lets browsers go back to HTTP fails', async () => {
  expect(await against({}, {})).toMatchObject({
    result: 'Failed',
    evidence: 'Strict-Transport-Security is missing over HTTPS.',
  });
});

it('a certificate of nobody who is believed fails', async () => {
  const other = await makeCertificate(join(folder, 'other'), 'other');
  expect(await against({}, strict, other.cert)).toMatchObject({
    result: 'Failed',
    evidence: expect.stringMatching(/^The certificate is not believed: /),
  });
});
