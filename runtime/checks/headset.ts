import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { releaseBuild } from '../server/build.ts';

/** The emulator lies beside the program in the image, and in its package where the sources run. */
function emulator(): string {
  if (releaseBuild) return join(import.meta.dirname, 'iwer.min.js');
  const require = createRequire(import.meta.url);
  return require.resolve('iwer/build/iwer.min.js');
}

// Chromium has WebXR of its own, and the page looks at it as soon as it is there: the headset must be there before.
const install = `{
  const device = new IWER.XRDevice(IWER.metaQuest3, { stereoEnabled: true });
  device.installRuntime({ forceInstall: true });
  window.headset = device;
}`;

/** Puts an emulated headset with two controllers, `window.headset`, on every page that this tab opens. */
export async function wearHeadset(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(`${await readFile(emulator(), 'utf8')};${install}`);
}
