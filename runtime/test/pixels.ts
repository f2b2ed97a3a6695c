import type { Page } from 'puppeteer-core';

/** How a part of a picture looks: how many different colours it has, and how bright it is on average, from 0 to 255. */
export interface Look {
  readonly colors: number;
  readonly brightness: number;
  /** The red of every eighth pixel. */
  readonly sample: readonly number[];
}

/** Looks at the left and the right half of a PNG, decoded by a browser's empty tab. */
export async function halves(tab: Page, png: Uint8Array): Promise<{ left: Look; right: Look }> {
  const address = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return (await tab.evaluate(`(${decode})(${JSON.stringify(address)})`)) as { left: Look; right: Look };
}

const decode = `async (address) => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const half = Math.floor(image.width / 2);
  const look = (x) => {
    const { data } = context.getImageData(x, 0, half, image.height);
    const colors = new Set();
    const sample = [];
    let sum = 0;
    for (let n = 0; n < data.length; n += 4) {
      colors.add((data[n] << 16) | (data[n + 1] << 8) | data[n + 2]);
      sum += data[n] + data[n + 1] + data[n + 2];
      if (n % 32 === 0) sample.push(data[n]);
    }
    return { colors: colors.size, brightness: sum / (data.length * 0.75), sample };
  };
  return { left: look(0), right: look(half) };
}`;
