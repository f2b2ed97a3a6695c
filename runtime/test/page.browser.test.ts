import { jest } from '@jest/globals';
import type { HTTPRequest, Page } from 'puppeteer-core';
import { type BrowserWorld, browserWorld, type Tab } from './browserWorld.ts';
import { halves } from './pixels.ts';
import { until } from './until.ts';

jest.setTimeout(120_000);

let world: BrowserWorld;
let tab: Tab;

beforeAll(async () => {
  world = await browserWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  tab = await world.tab();
});
afterEach(() => tab.page.close());

const shown = () => until('the scene', async () => (await tab.data('scene')) === 'vr_main');
const says = (id: string, words: string | RegExp) =>
  until(`the page to say ${words}`, async () => {
    const text = await tab.words(id);
    return typeof words === 'string' ? text === words : words.test(text);
  });
const metric = async (name: string) =>
  Number(new RegExp(`^${name} (.+)$`, 'm').exec(await (await fetch(world.url('/metrics'))).text())?.[1]);

/** Answers what the page asks for otherwise while `answer` does; what it leaves goes on. */
async function otherwise(
  page: Page,
  answer: (request: HTTPRequest) => Promise<void> | undefined,
): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => void (answer(request) ?? request.continue()));
}

const isScene = (request: HTTPRequest) => request.url().endsWith('.glb');

/** Remembers everything that an element says. */
const remember = (id: string) => `
  window.said = [];
  addEventListener('DOMContentLoaded', () => {
    const place = document.getElementById('${id}');
    new MutationObserver(() => said.push(place.textContent)).observe(place, { childList: true, characterData: true, subtree: true });
  });
`;
const said = () => tab.page.evaluate('said') as Promise<string[]>;

describe('the page', () => {
  it('tells in bytes and percent how much of the scene has come', async () => {
    await tab.page.evaluateOnNewDocument(remember('loading'));
    await tab.page.goto(world.url('/'));
    await shown();
    expect(await said()).toContainEqual(
      expect.stringMatching(/^Loading vr_main: \d+ kB of \d+ kB \(100 %\)$/),
    );
    expect(await tab.page.$eval('#progress', (bar) => bar.hasAttribute('hidden'))).toBe(true);
    await tab.picture('loaded');
    expect(tab.complaints).toEqual([]);
  });

  it.each([
    [
      'is not there',
      { status: 404, body: '' },
      'vr_main cannot be shown. Its file is not there (404). Trying again in a moment.',
    ],
    [
      'is refused',
      { status: 503, body: '' },
      'vr_main cannot be shown. The server answers 503 instead of its file. Trying again in a moment.',
    ],
    [
      'is damaged',
      { status: 200, body: 'glTF but not really' },
      'vr_main cannot be shown. Its file is damaged. Trying again in a moment.',
    ],
  ])('says that the scene’s file %s, and shows it once it can', async (_, answer, words) => {
    let isBroken = true;
    await otherwise(tab.page, (request) =>
      isBroken && isScene(request) ? request.respond(answer) : undefined,
    );
    await tab.page.goto(world.url('/'));
    await says('loading', words);
    isBroken = false;
    await shown();
    await says('loading', '');
  });

  it('says that the world cannot be reached, and shows it once it can', async () => {
    let isCut = true;
    await otherwise(tab.page, (request) =>
      isCut && /\/world$|\.glb$/.test(request.url()) ? request.abort('connectionrefused') : undefined,
    );
    await tab.page.goto(world.url('/'));
    await says('loading', 'The world cannot be reached. Trying again in a moment.');
    await says('link', 'The world cannot be reached. Connecting again.');
    isCut = false;
    await shown();
    await says('link', '');
  });

  it('says why its socket is refused', async () => {
    await otherwise(tab.page, (request) => {
      if (!request.url().endsWith('/world')) return undefined;
      const body = JSON.stringify({ scene_name: 'none', scene_url: 'none.glb', ticket: 'forged' });
      return request.respond({ status: 200, contentType: 'application/json', body });
    });
    await tab.page.goto(world.url('/'));
    await says('link', 'The ticket is not one of this world. Connecting again.');
  });

  it.each([
    [
      'WebGL',
      'HTMLCanvasElement.prototype.getContext = () => null;',
      'loading',
      'This browser cannot draw in three dimensions: WebGL is missing or switched off.',
    ],
    [
      'a secure page',
      `Object.defineProperty(window, 'isSecureContext', { value: false });`,
      'vr',
      'VR needs a secure page, and this one came over plain HTTP. Open it with https:// to enter VR.',
    ],
    [
      'WebXR',
      `Object.defineProperty(navigator, 'xr', { value: undefined });`,
      'vr',
      'This browser has no WebXR. Open this page in the browser of a headset to enter VR.',
    ],
    ['a headset', '', 'vr', 'No VR headset is connected. You can look around with mouse or touch.'],
  ])('says that %s is missing', async (_, script, id, words) => {
    await tab.page.evaluateOnNewDocument(script);
    await tab.page.goto(world.url('/'));
    await says(id, words);
  });

  it('says that the graphics were taken away, and draws again when they are back', async () => {
    await tab.page.goto(world.url('/'));
    await shown();
    const context = `document.getElementById('view').getContext('webgl2').getExtension('WEBGL_lose_context')`;
    await tab.page.evaluate(`(window.graphics = ${context}).loseContext()`);
    await says('graphics', 'The browser took the graphics away; waiting to get them back.');
    await tab.page.evaluate('graphics.restoreContext()');
    await says('graphics', '');
    const other = await world.browser.newPage();
    await until('the scene to be drawn', async () => {
      await tab.page.bringToFront();
      const { left, right } = await halves(other, await tab.picture('restored'));
      return right.colors > 100 && left.colors > 100;
    });
    await other.close();
  });

  it('walks with the keyboard and looks around with the mouse', async () => {
    await tab.page.goto(world.url('/'));
    await shown();
    const before = await tab.ask('self');
    await tab.page.keyboard.down('KeyW');
    await until('a step', async () => ((await tab.ask('self')).feet[2] ?? 0) < (before.feet[2] ?? 0) - 0.3);
    await tab.page.keyboard.up('KeyW');
    await tab.page.mouse.move(600, 200);
    await tab.page.mouse.down();
    await tab.page.mouse.move(500, 200, { steps: 4 });
    await tab.page.mouse.up();
    await until('the turn', async () => Math.abs((await tab.ask('self')).yaw - before.yaw) > 0.2);
  });

  it('goes where the visitor clicks on the ground', async () => {
    await tab.page.goto(world.url('/'));
    await shown();
    const before = await tab.ask('self');
    await tab.page.mouse.click(560, 400);
    await until('the jump', async () => (await tab.ask('self')).feet[0] !== before.feet[0]);
    expect((await tab.ask('self')).feet[1]).toBeCloseTo(0, 3);
  });

  it('is not counted while nobody sees it', async () => {
    await tab.page.goto(world.url('/'));
    await shown();
    await until('it to be counted', async () => (await metric('spacetime_clients_reporting')) > 0);
    const other = await tab.page.browserContext().newPage();
    await other.bringToFront();
    await until(
      'it to be hidden',
      async () => (await tab.page.evaluate('document.visibilityState')) === 'hidden',
    );
    await until('nobody to be counted', async () => (await metric('spacetime_clients_reporting')) === 0);
    await other.close();
  });
});
