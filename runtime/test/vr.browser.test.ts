import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { pino } from 'pino';
import type { Browser, Page } from 'puppeteer-core';
import { readConfig } from '../server/config.ts';
import { type Runtime, startRuntime } from '../server/runtime.ts';
import { aDatabase, type TestDatabase } from './aDatabase.ts';
import { emulateHeadset, headset, openBrowser } from './browser.ts';
import { halves } from './pixels.ts';
import { until } from './until.ts';

jest.setTimeout(120_000);

const token = 'a-token-for-the-browser-test';
const root = join(import.meta.dirname, '../..');
let client: string;
let runtime: Runtime;
let database: TestDatabase;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  client = await mkdtemp(join(tmpdir(), 'spacetime-client-'));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', client], {
    cwd: join(root, 'runtime'),
  });
  database = await aDatabase({ empty: true });
  const config = readConfig({
    DATABASE_URL: database.url,
    API_TOKEN: token,
    GODOT_API_PORT: '0',
    GODOT_TELEMETRY_PORT: '0',
    SPACETIME_DISCOVERY_MODE: 'Disabled',
    SPACETIME_REVISION: 'bcdfghjklm',
    SPACETIME_CLIENT_DIR: client,
  });
  runtime = await startRuntime(config, pino({ level: 'silent' }));
  browser = await openBrowser();
  page = await browser.newPage();
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await emulateHeadset(page);
});

afterAll(async () => {
  await browser?.close();
  await runtime?.close();
  await database?.remove();
  await rm(client, { recursive: true });
});

const address = (path: string) => `http://127.0.0.1:${runtime.ports.api}${path}`;
const data = async (name: string) =>
  ((await page.evaluate('({ ...document.documentElement.dataset })')) as Record<string, string>)[name];
const metric = async (name: string) =>
  Number(new RegExp(`^${name} (.+)$`, 'm').exec(await (await fetch(address('/metrics'))).text())?.[1]);

/** A picture of the page, also kept in a directory when SCREENSHOTS names one. */
async function picture(name: string): Promise<Uint8Array> {
  const shot = await page.screenshot();
  const directory = process.env['SCREENSHOTS'];
  if (directory) await writeFile(join(directory, `${name}.png`), shot);
  return shot;
}

describe('the page in a browser with a headset', () => {
  it('shows the current scene and names its revision', async () => {
    await page.goto(address('/'));
    await until('the scene', async () => (await data('scene')) === 'vr_main');
    expect(await page.$eval('#revision', (element) => element.textContent)).toBe('revision bcdfghjklm');
    expect(await page.$eval('#loading', (element) => element.textContent)).toBe('');
  });

  it('draws the scene on the screen', async () => {
    const shot = await picture('page');
    const { left, right } = await halves(await browser.newPage(), shot);
    expect(Math.min(left.colors, right.colors)).toBeGreaterThan(100);
  });

  it('enters VR by a click and draws two eyes, each from its own place', async () => {
    await page.bringToFront();
    await page.click('#enter');
    await until(
      'the session',
      () => page.evaluate('Boolean(window.headset.activeSession)') as Promise<boolean>,
    );
    await headset(page, 'set_transform', { device: 'headset', position: { x: 0, y: 1.6, z: 0 } });
    await until('frames in VR', () => page.$eval('#enter', (button) => button.textContent === 'Leave VR'));
    const shot = await picture('vr');
    const tab = await browser.newPage();
    const { left, right } = await halves(tab, shot);
    await tab.close();
    await page.bringToFront();
    for (const eye of [left, right]) {
      expect(eye.colors).toBeGreaterThan(100);
      expect(eye.brightness).toBeGreaterThan(10);
    }
    const different = left.sample.filter((red, n) => Math.abs(red - (right.sample[n] ?? 0)) > 8).length;
    expect(different).toBeGreaterThan(left.sample.length / 200);
  });

  it('hears a controller select', async () => {
    await headset(page, 'set_select_value', { device: 'controller-right', value: 1 });
    await until('the selection', async () => (await data('selections')) === '1');
    await headset(page, 'set_select_value', { device: 'controller-right', value: 0 });
  });

  it('counts as many frames as the server, and measures the same rate', async () => {
    await until('agreement', async () => {
      const seen = [await metric('spacetime_client_frame_seconds_count'), await metric('godot_fps')];
      const told = [Number(await data('framesReported')), Number(await data('frameRate'))];
      return seen.every((value, n) => value > 0 && Math.abs(value - (told[n] ?? 0)) < 1e-6);
    });
    expect(await metric('spacetime_clients_reporting')).toBe(1);
  });

  it('leaves VR by the same button', async () => {
    await headset(page, 'end_session', {});
    await until('the page again', () => page.$eval('#enter', (button) => button.textContent === 'Enter VR'));
  });

  it('has nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});
