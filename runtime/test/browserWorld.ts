import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'puppeteer-core';
import { wearHeadset } from '../checks/headset.ts';
import { readConfig } from '../server/config.ts';
import { type Runtime, startRuntime } from '../server/runtime.ts';
import type { Insight } from '../shared/insight.ts';
import { aDatabase } from './aDatabase.ts';
import { openBrowser } from './browser.ts';
import { stageScene } from './stageScene.ts';

const root = join(import.meta.dirname, '../..');
/** The token of the world. */
export const token = 'a-token-for-the-browser-test';

/** A world with its page, and a browser to look at it. */
export interface BrowserWorld {
  readonly browser: Browser;
  readonly url: (path: string) => string;
  readonly load: (scenePath: string) => Promise<Response>;
  /** Opens a window of its own; each is a visitor of its own. */
  readonly tab: (settings?: { headset?: boolean }) => Promise<Tab>;
  /** Ends the server, and starts one again on the same port and database. */
  readonly stop: () => Promise<void>;
  readonly startAgain: () => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A window with the page. */
export interface Tab {
  readonly page: Page;
  /** What the console and the page's policy complained about. */
  readonly complaints: string[];
  /** What the page tells as a data attribute. */
  readonly data: (name: string) => Promise<string | undefined>;
  readonly words: (id: string) => Promise<string>;
  /** What the page says about itself in its console. */
  readonly ask: <K extends keyof Insight>(what: K) => Promise<ReturnType<Insight[K]>>;
  /** A picture, also kept in a directory when SCREENSHOTS names one. */
  readonly picture: (name: string) => Promise<Uint8Array>;
}

/** Builds the page, starts a runtime on a free port and a browser. */
export async function browserWorld(): Promise<BrowserWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'spacetime-browser-'));
  const [client, files] = [join(directory, 'client'), join(directory, 'world')];
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', client], {
    cwd: join(root, 'runtime'),
  });
  await cp(join(root, 'runtime/scenes'), files, { recursive: true });
  await writeFile(join(files, 'stage.tscn'), stageScene);
  const database = await aDatabase({ empty: true });
  const start = async (port: number) => {
    const config = readConfig({
      DATABASE_URL: database.url,
      API_TOKEN: token,
      GODOT_API_PORT: String(port),
      GODOT_TELEMETRY_PORT: '0',
      SPACETIME_DISCOVERY_MODE: 'Disabled',
      SPACETIME_REVISION: 'bcdfghjklm',
      SPACETIME_CLIENT_DIR: client,
      SPACETIME_WORLD_DIR: files,
      SPACETIME_CONFIG_DIR: directory,
    });
    const started = await startRuntime(config, pino({ level: 'silent' }));
    await started.ready;
    return started;
  };
  let runtime: Runtime = await start(0);
  const port = runtime.ports.api ?? 0;
  const browser = await openBrowser();
  const url = (path: string) => `http://127.0.0.1:${port}${path}`;
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return {
    browser,
    url,
    load: (scene_path) =>
      fetch(url('/scene'), { method: 'POST', headers, body: JSON.stringify({ scene_path }) }),
    tab: (settings) => openTab(browser, settings),
    stop: () => runtime.close(),
    leave: () => runtime.leave(),
    startAgain: async () => {
      runtime = await start(port);
    },
    close: async () => {
      await browser.close();
      await runtime.close();
      await database.remove();
      await rm(directory, { recursive: true });
    },
  };
}

const watchPolicy = `
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    console.error('Policy: ' + violatedDirective + ' ' + blockedURI));
`;

async function openTab(browser: Browser, { headset = false } = {}): Promise<Tab> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 720, height: 450 });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.evaluateOnNewDocument(watchPolicy);
  if (headset) await wearHeadset(page);
  return {
    page,
    complaints,
    data: async (name) =>
      ((await page.evaluate('({ ...document.documentElement.dataset })')) as Record<string, string>)[name],
    words: (id) => page.$eval(`#${id}`, (element) => element.textContent ?? ''),
    ask: (what) => page.evaluate(`window.spacetime.${what}()`) as never,
    picture: async (name) => {
      const shot = await page.screenshot();
      const directory = process.env['SCREENSHOTS'];
      if (directory) await writeFile(join(directory, `${name}.png`), shot);
      return shot;
    },
  };
}
