import type { Browser, ConsoleMessage, Page } from 'puppeteer-core';
import { type Check, insist, Skipped, type Surroundings } from './check.ts';
import { openChromium } from './chromium.ts';
import { wearHeadset } from './headset.ts';
import { bodyOf } from './site.ts';
import { poll } from './waiting.ts';

const countedSeconds = 5;

/** A browser shows the scene, enters VR with an emulated headset, and draws enough frames; the page complains of nothing. */
export const browser: Check = {
  name: 'browser',
  ask: async (around) => {
    if (around.browser === undefined) throw new Skipped('There is no browser: CHECK_BROWSER names none.');
    const address = await invited(around);
    const opened = await open(around.browser);
    try {
      return await visit(await opened.newPage(), address, around);
    } finally {
      await opened.close();
    }
  },
};

/** Where the page is, with an invitation for worlds that are not open to the public. */
async function invited({ world, access }: Surroundings): Promise<string> {
  const { token } = await access();
  const { ticket } = bodyOf<{ readonly ticket: string }>(
    await world.ask('/auth/ws-ticket', { token, body: { kind: 'invitation' } }),
    'POST /auth/ws-ticket',
  );
  return world.url(`/#ticket=${ticket}`);
}

const open = (executablePath: string): Promise<Browser> =>
  openChromium(executablePath).catch(() => {
    throw new Error('The browser of CHECK_BROWSER does not start.');
  });

async function visit(page: Page, address: string, { signal, spec }: Surroundings): Promise<string> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text() + placeOf(message));
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const heard = () => (complaints[0] === undefined ? '' : ` It complained: ${complaints[0]}`);
  const words = async (script: string) => (await page.evaluate(script)) as string | undefined;

  await wearHeadset(page);
  await page.goto(address);
  const scene = await poll(
    signal,
    () => words('document.documentElement.dataset.scene'),
    () => `The page shows no scene.${heard()}`,
  );
  await page.click('#enter');
  await poll(
    signal,
    async () => (await words(`document.querySelector('#enter').textContent`)) === 'Leave VR' || undefined,
    () => `The page does not enter VR.${heard()}`,
  );
  const frames = Math.round(Number(await page.evaluate(counting)));
  insist(complaints.length === 0, `The page complained: ${complaints[0]}.`);
  const counted = `${scene} drawn, VR entered, ${frames} frames a second over ${countedSeconds} s`;
  const { minFramesPerSecond = 0 } = spec.browser;
  insist(frames >= minFramesPerSecond, `${counted}; at least ${minFramesPerSecond} are wanted.`);
  return counted;
}

/** The path alone: what follows it may hold an invitation. */
function placeOf(message: ConsoleMessage): string {
  const { url = '' } = message.location();
  return url.startsWith('http') ? ` at ${new URL(url).pathname}` : '';
}

/** Counts in the page, where a scene that takes too long to draw holds up the next frame. */
const counting = `new Promise((resolve) => {
  let frames = 0;
  let began;
  const next = (now) => {
    began ??= now;
    if (now - began >= ${countedSeconds * 1000}) return resolve((frames * 1000) / (now - began));
    frames += 1;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})`;
