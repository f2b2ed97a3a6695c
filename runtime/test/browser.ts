import type { Browser, Page } from 'puppeteer-core';
import { openChromium } from '../checks/chromium.ts';

/** Starts the Chromium of this machine, or the one that CHROMIUM names. */
export const openBrowser = (): Promise<Browser> =>
  openChromium(process.env['CHROMIUM'] ?? '/usr/bin/chromium');

/** Does something with the emulated headset, by the names of IWER's remote control. */
export const headset = (page: Page, action: string, parameters: object): Promise<unknown> =>
  page.evaluate(`window.headset.remote.dispatch(${JSON.stringify(action)}, ${JSON.stringify(parameters)})`);
