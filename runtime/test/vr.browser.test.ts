import { jest } from '@jest/globals';
import { headset } from './browser.ts';
import { type BrowserWorld, browserWorld, type Tab } from './browserWorld.ts';
import { halves } from './pixels.ts';
import { until } from './until.ts';

jest.setTimeout(120_000);

let world: BrowserWorld;
let tab: Tab;

beforeAll(async () => {
  world = await browserWorld();
  await world.load('res://stage.tscn');
  tab = await world.tab({ headset: true });
});
afterAll(() => world?.close());

const metric = async (name: string) =>
  Number(new RegExp(`^${name} (.+)$`, 'm').exec(await (await fetch(world.url('/metrics'))).text())?.[1]);

const look = async (png: Uint8Array) => {
  const page = await world.browser.newPage();
  const seen = await halves(page, png);
  await page.close();
  await tab.page.bringToFront();
  return seen;
};

/** Points the right hand from beside the visitor, downwards by so many degrees. */
const point = (degrees: number) => {
  const half = (-degrees * Math.PI) / 360;
  return headset(tab.page, 'set_transform', {
    device: 'controller-right',
    position: { x: 0.2, y: 1.3, z: -0.3 },
    orientation: { x: Math.sin(half), y: 0, z: 0, w: Math.cos(half) },
  });
};
const trigger = (value: number) =>
  headset(tab.page, 'set_select_value', { device: 'controller-right', value });
const feet = async () => (await tab.ask('self')).feet;

describe('the page in a browser with a headset', () => {
  it('shows the current scene and names its revision', async () => {
    await tab.page.goto(world.url('/'));
    await until('the scene', async () => (await tab.data('scene')) === 'stage');
    expect(await tab.words('revision')).toBe('revision bcdfghjklm');
    expect(await tab.words('loading')).toBe('');
    expect((await tab.ask('self')).feet).toEqual([0, 0, 1]);
  });

  it('draws the scene on the screen', async () => {
    const { left, right } = await look(await tab.picture('page'));
    expect(Math.min(left.colors, right.colors)).toBeGreaterThan(100);
  });

  it('enters VR by a click and draws two eyes, each from its own place', async () => {
    await tab.page.bringToFront();
    await tab.page.click('#enter');
    await until(
      'the session',
      () => tab.page.evaluate('Boolean(window.headset.activeSession)') as Promise<boolean>,
    );
    await headset(tab.page, 'set_transform', { device: 'headset', position: { x: 0, y: 1.6, z: 0 } });
    await until('frames in VR', async () => (await tab.words('enter')) === 'Leave VR');
    const { left, right } = await look(await tab.picture('vr'));
    for (const eye of [left, right]) {
      expect(eye.colors).toBeGreaterThan(100);
      expect(eye.brightness).toBeGreaterThan(10);
    }
    const different = left.sample.filter((red, n) => Math.abs(red - (right.sample[n] ?? 0)) > 8).length;
    expect(different).toBeGreaterThan(left.sample.length / 200);
  });

  it('shows where the hand aims, and teleports onto the platform', async () => {
    await point(-5);
    await trigger(1);
    await until('the selection', async () => (await tab.data('selections')) === '1');
    await tab.picture('aim');
    await trigger(0);
    await until(
      'the visitor to stand on the platform',
      async () => Math.abs(((await feet())[1] ?? 0) - 0.5) < 0.001,
    );
    const [x, , z] = await feet();
    expect(Math.abs(x ?? 9)).toBeLessThan(1.5);
    expect(z).toBeLessThan(-2.5);
    expect(z).toBeGreaterThan(-5.5);
    const { head } = await tab.ask('self');
    expect(head[1]).toBeCloseTo(2.1, 1);
    await tab.picture('teleported');
  });

  it('stays where it is when the hand aims at nothing', async () => {
    const before = await feet();
    await point(-80);
    await trigger(1);
    await until('the selection', async () => (await tab.data('selections')) === '2');
    await trigger(0);
    await point(0);
    expect(await feet()).toEqual(before);
  });

  it('turns by the stick, once for each push, around the head', async () => {
    const { head } = await tab.ask('self');
    const stick = (x: number) =>
      tab.page.evaluate(`window.headset.controllers.right.updateAxes('thumbstick', ${x}, 0)`);
    const yaw = async () => (await tab.ask('self')).yaw;
    const before = await yaw();
    await stick(1);
    await until('the turn', async () => (await yaw()) !== before);
    await stick(0);
    expect(before - (await yaw())).toBeCloseTo(Math.PI / 6, 5);
    const after = (await tab.ask('self')).head;
    for (const n of [0, 1, 2]) expect(after[n]).toBeCloseTo(head[n] ?? 9, 3);
  });

  it('counts as many frames as the server, and measures the same rate', async () => {
    await until('agreement', async () => {
      const seen = [await metric('spacetime_client_frame_seconds_count'), await metric('godot_fps')];
      const told = [Number(await tab.data('framesReported')), Number(await tab.data('frameRate'))];
      return seen.every((value, n) => value > 0 && Math.abs(value - (told[n] ?? 0)) < 1e-6);
    });
    expect(await metric('spacetime_clients_reporting')).toBe(1);
  });

  it('leaves VR by the same button', async () => {
    await headset(tab.page, 'end_session', {});
    await until('the page again', async () => (await tab.words('enter')) === 'Enter VR');
  });

  it('has nothing to complain about', () => {
    expect(tab.complaints).toEqual([]);
  });
});
