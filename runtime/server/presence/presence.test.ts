import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { ToPage } from '../../shared/presence/control.ts';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { aPage, closed, type TestPage } from '../../test/aPage.ts';
import { until } from '../../test/until.ts';
import { upgrades } from '../upgrades.ts';
import { openPresence, type Presence } from './presence.ts';

let database: TestDatabase;
let presence: Presence;
let server: Server;
let url: string;
const pages: TestPage[] = [];

const redeem = async (ticket: string) =>
  ticket === 'good'
    ? { kind: 'visitor' as const, until: 0, nonce: '' }
    : { fault: 'The ticket has expired; ask for another.' };

beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.remove());
beforeEach(async () => {
  presence = openPresence({
    tickets: { redeem },
    addressOf: () => '127.0.0.1',
    database,
    graceMilliseconds: 1500,
  });
  server = createServer();
  upgrades({ corsOrigins: [] }, { '/presence': presence.upgrade })(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/presence`;
});
afterEach(async () => {
  for (const { socket } of pages.splice(0)) socket.terminate();
  await presence.close();
  await new Promise((resolve) => server.close(resolve));
});

const come = (hello: object = {}, ticket = 'good') => {
  const page = aPage({ url, ticket, hello });
  pages.push(page);
  return page;
};
const names = (page: TestPage) => [...page.members.values()].map(({ name }) => name).sort();

describe('presence', () => {
  it('tells a newcomer who is there and where, and the others that they came', async () => {
    const ann = come({ name: 'Ann' });
    const { you } = await ann.welcome();
    ann.moveTo(3);
    await until('Ann to be seen', () => ann.places.get(you.number)?.[0] === 3);
    const bob = come({ name: 'Bob' });
    expect((await bob.welcome()).members).toEqual([you]);
    await until('Ann to be seen at once', () => bob.places.get(you.number)?.[0] === 3);
    await until('Bob to be announced', () => names(ann).includes('Bob'));
    expect([...ann.heard, ...bob.heard].map((message) => ToPage.safeParse(message).error)).not.toContain(
      expect.anything(),
    );
  });

  it('shows moves to everybody, and is quiet while nobody moves', async () => {
    const [ann, bob] = [come(), come()];
    const { you } = await ann.welcome();
    await bob.welcome();
    for (let x = 1; x <= 50; x++) ann.moveTo(x);
    await until('the last place', () => bob.places.get(you.number)?.[0] === 50);
    expect(bob.frames()).toBeLessThan(25);
  });

  it('lets a visitor come back as the same, and takes out who does not', async () => {
    const [ann, bob] = [come({ name: 'Ann' }), come({ name: 'Bob' })];
    const { you, resume } = await ann.welcome();
    await until('Ann to be known', () => bob.members.has(you.id));
    ann.socket.terminate();
    await until('Ann to be away', () => bob.members.get(you.id)?.away);
    const again = come({ resume });
    expect((await again.welcome()).you).toEqual({ ...you, away: false });
    await until('Ann to be back', () => bob.members.get(you.id)?.away === false);
    expect(names(bob)).toEqual(['Ann']);
    again.socket.terminate();
    await until('Ann to be gone', () => !bob.members.has(you.id));
  });

  it('gives the place to the later of two connections of one visitor', async () => {
    const ann = come({ name: 'Ann' });
    const { resume, you } = await ann.welcome();
    const end = closed(ann);
    const twin = come({ resume });
    expect((await twin.welcome()).you.id).toBe(you.id);
    expect(await end).toEqual([4001, 'This visitor came from another page.']);
    const third = come({ resume });
    expect((await third.welcome()).you.id).not.toBe(you.id);
  });

  it('tells a new name and a new scene', async () => {
    const [ann, bob] = [come({ name: 'Ann' }), come()];
    const { you } = await ann.welcome();
    await until('Ann to be known', () => bob.members.has(you.id));
    ann.say({ type: 'name', name: ' Anna ' });
    await until('the name', () => bob.members.get(you.id)?.name === 'Anna');
    const scene = { scene_name: 'a', scene_path: 'res://a.tscn', scene_url: 'r/dev/world/a.glb' };
    presence.show(scene);
    await until('the scene', () => bob.heard.some((message) => message.type === 'scene'));
    const late = come();
    await until('the scene at once', () => late.heard.find((message) => message.type === 'scene'));
    expect(late.heard.at(-1)).toEqual({ type: 'scene', scene });
  });

  it('sends everybody elsewhere at different moments, also who comes later', async () => {
    const some = [come(), come(), come()];
    await Promise.all(some.map(({ welcome }) => welcome()));
    const ends = some.map(closed);
    presence.dismiss();
    expect(await Promise.all(ends)).toEqual(some.map(() => [1012, 'This pod is going; connect again.']));
    const waits = some.map(
      ({ heard }) => heard.find((message) => message.type === 'drain')?.connect_after_ms,
    );
    expect(new Set(waits).size).toBe(3);
    for (const wait of waits) expect(wait).toBeLessThan(1700);
    expect((await closed(come()))[0]).toBe(1012);
  });

  it.each([
    ['a ticket that is none', {}, 'bad', 'The ticket has expired; ask for another.'],
    ['a name that is none', { name: '' }, 'good', 'name must be a text of 1 to 40 characters.'],
    ['words of another kind', { type: 'dance' }, 'good', 'type must be hello or name.'],
  ])('closes on %s', async (_, hello, ticket, sentence) => {
    expect(await closed(come(hello, ticket))).toEqual([1008, sentence]);
  });

  it.each([[[]], [['spacetime.v1']]])(
    'says what it needs to a socket that asks with %j',
    async (protocols) => {
      const [code, reason] = (await once(new WebSocket(url, protocols), 'close')) as [number, Buffer];
      expect([code, String(reason)]).toEqual([
        1008,
        'This socket needs the subprotocols spacetime.v1 and ticket.TICKET, with a ticket of GET /world.',
      ]);
    },
  );

  it('closes on bytes that are no pose, and on too many messages', async () => {
    const [ann, bob] = [come(), come()];
    await Promise.all([ann.welcome(), bob.welcome()]);
    ann.socket.send(new Uint8Array(58));
    expect(await closed(ann)).toEqual([1008, 'A binary message must be a pose.']);
    for (let n = 0; n < 200; n++) bob.moveTo(n);
    expect(await closed(bob)).toEqual([1008, 'Too many messages at once.']);
  });

  it('does not know a visitor who came back with a token of another world', async () => {
    const { resume, you } = await come({ name: 'Ann' }).welcome();
    const forged = `${resume.slice(0, -2)}AA`;
    expect((await come({ resume: forged }).welcome()).you.id).not.toBe(you.id);
  });
});
