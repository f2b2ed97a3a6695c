import { type Browser, launch, type Page } from 'puppeteer-core';

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

/** Does something with the emulated headset, by the names of IWER's remote control. */
export const headset = (page: Page, action: string, parameters: object): Promise<unknown> =>
  page.evaluate(`window.headset.remote.dispatch(${JSON.stringify(action)}, ${JSON.stringify(parameters)})`);
