import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { around, usualSpec } from '../test/aCandidate.ts';
import { type BrowserWorld, browserWorld, token } from '../test/browserWorld.ts';
import { browser } from './browser.ts';
import { run, type Shared } from './run.ts';

jest.setTimeout(120_000);

let world: BrowserWorld;
beforeAll(async () => {
  world = await browserWorld();
});
afterAll(() => world?.close());

/** All that the check looks for, and one picture that is not there. */
const complaining = `<!doctype html><html data-scene="stage"><img src="/missing.png">
  <button id="enter" onclick="this.textContent = 'Leave VR'">Enter VR</button></html>`;

const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const tried = async (more: Partial<Shared> = {}, floor: { minFramesPerSecond?: number } = {}) => {
  const shared = around(world, {
    browser: chromium,
    spec: { ...usualSpec, browser: { mode: 'Required', timeoutSeconds: 60, ...floor } },
    access: async () => ({ token, limited: '', ports: { telemetry: undefined, tls: undefined } }),
    ...more,
  });
  return (await run([browser], shared, () => {}))[0];
};

it('a page that shows its scene and enters VR passes, with the frames that it drew', async () => {
  expect(await tried()).toMatchObject({
    result: 'Passed',
    evidence: expect.stringMatching(/^\w+ drawn, VR entered, \d+ frames a second over 5 s$/),
  });
});

it('a page that draws too few frames fails', async () => {
  expect(await tried({}, { minFramesPerSecond: 1000 })).toMatchObject({
    result: 'Failed',
    evidence: expect.stringMatching(/ frames a second over 5 s; at least 1000 are wanted\.$/),
  });
});

it('a page that complains fails with its words and what they are about', async () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/missing.png' ? 404 : 200;
    response.setHeader('Content-Type', 'text/html');
    response.end(complaining);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const { world: real } = around(world);
  const other = { ...real, url: () => `http://127.0.0.1:${port}/#ticket=secret`, until: () => other };
  const outcome = await tried({ world: other });
  server.close();
  server.closeAllConnections();
  expect(outcome).toMatchObject({
    result: 'Failed',
    evidence: expect.stringMatching(/^The page complained: .* 404 \(Not Found\) at \/missing\.png\.$/),
  });
});

it('a page that is none, and a browser that is none, fail', async () => {
  const { world: real } = around(world);
  const elsewhere = { ...real, url: () => world.url('/status'), until: () => elsewhere };
  const short = { ...usualSpec, browser: { mode: 'Required' as const, timeoutSeconds: 10 } };
  expect(await tried({ world: elsewhere, spec: short })).toMatchObject({
    result: 'Failed',
    evidence: expect.stringMatching(/^The page shows no scene\./),
  });
  expect(await tried({ browser: '/nowhere' })).toMatchObject({
    result: 'Failed',
    evidence: 'The browser of CHECK_BROWSER does not start.',
  });
});
