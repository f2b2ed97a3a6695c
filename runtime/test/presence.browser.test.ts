import { jest } from '@jest/globals';
import { aPage } from './aPage.ts';
import { headset } from './browser.ts';
import { type BrowserWorld, browserWorld, type Tab } from './browserWorld.ts';
import { halves } from './pixels.ts';
import { until } from './until.ts';

jest.setTimeout(120_000);

let world: BrowserWorld;
let ann: Tab;
let bob: Tab;

beforeAll(async () => {
  world = await browserWorld();
  await world.load('res://stage.tscn');
  ann = await world.tab({ headset: true });
  bob = await world.tab();
});
afterAll(() => world?.close());

const distance = (a: readonly number[] = [], b: readonly number[] = []) =>
  Math.hypot(...[0, 1, 2].map((n) => (a[n] ?? Number.NaN) - (b[n] ?? Number.NaN)));
const seenBy = async (tab: Tab) => (await tab.ask('others'))[0];
const named = (tab: Tab, name: string) =>
  tab.page.evaluate(`{
    const input = document.getElementById('name');
    input.value = ${JSON.stringify(name)};
    input.dispatchEvent(new Event('change'));
  }`);

describe('two pages of one world', () => {
  it('see that they are two, and hear who the other is', async () => {
    await ann.page.goto(world.url('/'));
    await until('the scene', async () => (await ann.data('scene')) === 'stage');
    expect(await ann.words('others')).toBe('Nobody else is here.');
    await bob.page.goto(world.url('/'));
    await until('Bob to be announced', async () => /^Guest \d+ has come\.$/.test(await ann.words('company')));
    expect(await ann.words('others')).toBe('1 other here.');
    await named(ann, 'Ann');
    await named(bob, 'Bob');
    await until(
      'the names',
      async () => (await seenBy(bob))?.name === 'Ann' && (await seenBy(ann))?.name === 'Bob',
    );
  });

  it('see each other’s head and hands move to the centimetre', async () => {
    await ann.page.bringToFront();
    await ann.page.click('#enter');
    await until('VR', async () => (await ann.words('enter')) === 'Leave VR');
    await headset(ann.page, 'set_transform', { device: 'headset', position: { x: 0.4, y: 1.55, z: -1.2 } });
    for (const [side, x] of [
      ['left', 0.15],
      ['right', 0.65],
    ])
      await headset(ann.page, 'set_transform', {
        device: `controller-${side}`,
        position: { x, y: 1.2, z: -1.5 },
      });
    await until('Bob to see Ann where she is', async () => {
      const [seen, self] = [await seenBy(bob), await ann.ask('self')];
      return (['head', 'left', 'right'] as const).every((part) => distance(seen?.[part], self[part]) < 0.01);
    });
    const { head, feet } = await ann.ask('self');
    expect(distance(head, [(feet[0] ?? 0) + 0.4, 1.55, (feet[2] ?? 0) - 1.2])).toBeLessThan(0.001);
    await until('Ann to see Bob where he is', async () => {
      return distance((await seenBy(ann))?.head, (await bob.ask('self')).head) < 0.01;
    });
  });

  it('draw the other with a name', async () => {
    await headset(ann.page, 'set_transform', { device: 'headset', position: { x: 0, y: 1.6, z: -2 } });
    const { head } = await ann.ask('self');
    await until('Ann to be ahead', async () => distance((await seenBy(bob))?.head, head) < 0.01);
    await bob.page.bringToFront();
    const shot = await bob.picture('bob-sees-ann');
    const page = await world.browser.newPage();
    const { left, right } = await halves(page, shot);
    await page.close();
    expect(Math.max(left.colors, right.colors)).toBeGreaterThan(300);
    const { drawCalls } = await bob.ask('cost');
    // Three meshes and a sign of the scene, the sky, and five for all others together.
    expect(drawCalls).toBeLessThanOrEqual(10);
  });

  it('follow the scene when it changes', async () => {
    expect((await world.load('res://minimal_test.tscn')).status).toBe(200);
    for (const { data } of [ann, bob])
      await until('the scene', async () => (await data('scene')) === 'minimal_test');
  });

  it('hear when the other has left', async () => {
    await ann.page.close();
    await until('Ann to be gone', async () => (await bob.words('company')) === 'Ann has left.');
    expect(await bob.words('others')).toBe('Nobody else is here.');
  });

  it('have nothing to complain about', () => {
    expect([...ann.complaints, ...bob.complaints]).toEqual([]);
  });
});

describe('a page whose server goes away', () => {
  let carl: Tab;
  const asked: string[] = [];
  beforeAll(async () => {
    carl = await world.tab();
    await carl.page.goto(world.url('/'));
    await until(
      'both',
      async () => (await carl.data('others')) === '1' && (await bob.data('others')) === '1',
    );
    carl.page.on('framenavigated', () => asked.push('navigated'));
  });

  it('comes back by itself as the same when it is moved, and nobody leaves', async () => {
    const id = (await carl.ask('self')).id;
    await carl.page.evaluate(`
      window.links = [];
      new MutationObserver(() => links.push(document.getElementById('link').textContent))
        .observe(document.getElementById('link'), { childList: true, characterData: true, subtree: true });
    `);
    await fetch(world.url('/admin/drain'), {
      method: 'POST',
      headers: { Authorization: 'Bearer a-token-for-the-browser-test' },
    });
    await until('the word', async () =>
      String(await carl.page.evaluate('links')).includes('moves this page'),
    );
    await world.stop();
    await world.startAgain();
    await until(
      'the return',
      async () => (await carl.words('link')) === '' && (await bob.words('link')) === '',
    );
    expect((await carl.ask('self')).id).toBe(id);
    await until('Bob again', async () => (await carl.data('others')) === '1');
  });

  it('says that the connection is lost, and is back without being loaded again', async () => {
    const id = (await carl.ask('self')).id;
    await world.stop();
    await until('the word', async () =>
      /connection to the others is lost\. Connecting again\.|cannot be reached/.test(
        await carl.words('link'),
      ),
    );
    await world.startAgain();
    await until('the return', async () => (await carl.words('link')) === '');
    await until('Bob again', async () => (await carl.data('others')) === '1');
    expect((await carl.ask('self')).id).toBe(id);
    expect(asked).toEqual([]);
    expect(await carl.data('scene')).toBe('minimal_test');
  });
});

describe('a page in a full room', () => {
  it('draws 24 others with their names in five calls', async () => {
    await world.load('res://stage.tscn');
    const dora = await world.tab();
    await dora.page.goto(world.url('/'));
    await until('the scene', async () => (await dora.data('scene')) === 'stage');
    // What is counted is what the frame before drew.
    await dora.page.evaluate(
      'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(drawn))))',
    );
    const before = Number(await dora.data('others'));
    const alone = (await dora.ask('cost')).drawCalls;
    const url = world.url('/presence').replace('http', 'ws');
    const others = await Promise.all(
      Array.from({ length: 24 }, async (_, n) => {
        const { ticket } = (await (await fetch(world.url('/world'))).json()) as { ticket: string };
        return aPage({ url, ticket, hello: { name: `Visitor ${n}` } });
      }),
    );
    await Promise.all(others.map(({ welcome }) => welcome()));
    let step = 0;
    const walking = setInterval(() => {
      step += 0.02;
      for (const [n, { moveTo }] of others.entries())
        moveTo((n % 8) - 3.5 + Math.sin(step + n) / 4, -2 - Math.floor(n / 8));
    }, 50);
    await until('all to be seen', async () => {
      const seen = (await dora.ask('others')).filter(({ name, head }) => head && name.startsWith('Visitor'));
      return Number(await dora.data('others')) === before + 24 && seen.length === 24;
    });
    await dora.picture('room');
    const { drawCalls } = await dora.ask('cost');
    clearInterval(walking);
    for (const { socket } of others) socket.terminate();
    // Heads, visors, bodies, hands and names, however many there are.
    expect(drawCalls - alone).toBeLessThanOrEqual(5);
    expect(dora.complaints).toEqual([]);
  });
});
