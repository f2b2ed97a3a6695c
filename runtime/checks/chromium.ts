import { type Browser, launch } from 'puppeteer-core';

// The sandbox of Chromium needs rights that no container has; it opens nothing but the world under test.
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

/** Starts Chromium without a window and with WebGL in software. Rejects when it does not start. */
export const openChromium = (executablePath: string): Promise<Browser> =>
  launch({ executablePath, headless: true, args: flags });
