import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, launch, type Page } from 'puppeteer-core';

const require = createRequire(import.meta.url);

const flags = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** Starts Chromium without a window and with WebGL in software. */
export const openBrowser = (): Promise<Browser> =>
  launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', headless: true, args: flags });

// Chromium has WebXR of its own, and the renderer looks at it as soon as it is made: the headset must be there before.
const wearHeadset = `{
  const device = new IWER.XRDevice(IWER.metaQuest3, { stereoEnabled: true });
  device.installRuntime({ forceInstall: true });
  window.headset = device;
}`;

/** Puts an emulated headset with two controllers on every page that this tab opens. */
export async function emulateHeadset(page: Page): Promise<void> {
  const emulator = require.resolve('iwer/build/iwer.min.js');
  await page.evaluateOnNewDocument(`${await readFile(emulator, 'utf8')};${wearHeadset}`);
}

/** Does something with the emulated headset, by the names of IWER's remote control. */
export const headset = (page: Page, action: string, parameters: object): Promise<unknown> =>
  page.evaluate(`window.headset.remote.dispatch(${JSON.stringify(action)}, ${JSON.stringify(parameters)})`);
