import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { aDatabase, type TestDatabase } from '../../../test/aDatabase.ts';
import { aPage, type TestPage } from '../../../test/aPage.ts';
import { until } from '../../../test/until.ts';
import { openSignals, type Signals } from '../../database/signals.ts';
import { upgrades } from '../../upgrades.ts';
import { openPresence, type Presence } from '../presence.ts';

interface TestPod {
  readonly presence: Presence;
  readonly server: Server;
  readonly signals: Signals;
  readonly port: number;
  readonly end: () => Promise<void>;
}

const log = pino({ level: 'silent' });
let database: TestDatabase;
const pods: TestPod[] = [];
const pages: TestPage[] = [];
beforeEach(async () => {
  database = await aDatabase();
});
afterEach(async () => {
  for (const { socket } of pages.splice(0)) socket.terminate();
  for (const pod of pods.splice(0)) await pod.end();
  await database.remove();
});

const redeem = async () => ({ kind: 'visitor' as const, until: 0, nonce: '' });

async function start(of: TestDatabase = database): Promise<TestPod> {
  const presence = openPresence({
    tickets: { redeem },
    addressOf: () => '127.0.0.1',
    database: of,
    graceMilliseconds: 2000,
  });
  const server = createServer();
  const paths = { '/presence': presence.upgrade, '/presence/peers': presence.peers.upgrade };
  upgrades({ corsOrigins: [] }, paths)(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const signals = openSignals(of.url, log);
  presence.meetPods({ database, signals, log }, { ip: '127.0.0.1', port, revision: 'dev' });
  const end = async () => {
    await presence.close();
    await signals.close();
    await new Promise((resolve) => server.close(resolve));
  };
  const pod = { presence, server, signals, port, end };
  pods.push(pod);
  return pod;
}

const come = (pod: TestPod, hello: object = {}) => {
  const page = aPage({ url: `ws://127.0.0.1:${pod.port}/presence`, ticket: 'good', hello });
  pages.push(page);
  return page;
};
const allConnected = () =>
  until('every pod to know every other', () =>
    pods.every(({ presence }) => presence.peers.connected().length === pods.length - 1),
  );

describe('pods of one world', () => {
  it('find each other, and their visitors see each other', async () => {
    const [one, two] = [await start(), await start()];
    const ann = come(one, { name: 'Ann' });
    const { you } = await ann.welcome();
    ann.moveTo(1);
    await allConnected();
    const bob = come(two, { name: 'Bob' });
    await bob.welcome();
    await until('Ann to be known', () => bob.members.get(you.id)?.name === 'Ann');
    await until('Bob to be known', () => [...ann.members.values()].some(({ name }) => name === 'Bob'));
    const seen = () => bob.places.get(bob.members.get(you.id)?.number ?? -1)?.[0];
    await until('Ann to be seen where she was before', () => seen() === 1);
    ann.moveTo(7);
    await until('Ann to be seen where she is', () => seen() === 7);
    ann.say({ type: 'name', name: 'Anna' });
    await until('the name', () => bob.members.get(you.id)?.name === 'Anna');
    ann.socket.terminate();
    await until('Ann to be away', () => bob.members.get(you.id)?.away);
    await until('Ann to be gone', () => !bob.members.has(you.id));
  });

  it('keep a visitor who is moved from one to another', async () => {
    const [one, two, three] = [await start(), await start(), await start()];
    await allConnected();
    const ann = come(one, { name: 'Ann' });
    const { you, resume } = await ann.welcome();
    const bob = come(three);
    await bob.welcome();
    await until('Ann to be known', () => bob.members.has(you.id));
    one.presence.dismiss();
    await until('Ann to be away', () => bob.members.get(you.id)?.away);
    const again = come(two, { resume });
    expect((await again.welcome()).you).toMatchObject({ id: you.id, name: 'Ann' });
    await until('Ann to be back', () => bob.members.get(you.id)?.away === false);
    await one.end();
    pods.splice(0, 1);
    await until('the first pod to be gone', () => three.presence.peers.connected().length === 1);
    again.moveTo(4);
    await until('Ann to be seen', () => bob.places.get(bob.members.get(you.id)?.number ?? -1)?.[0] === 4);
    expect(bob.heard.filter(({ type }) => type === 'leave')).toEqual([]);
  });

  it('take out the visitors of a pod that is gone', async () => {
    const [one, two] = [await start(), await start()];
    await allConnected();
    const { you } = await come(one).welcome();
    const bob = come(two);
    await bob.welcome();
    await until('the visitor to be known', () => bob.members.has(you.id));
    await one.end();
    pods.splice(0, 1);
    await until('the visitor to be gone', () => !bob.members.has(you.id));
    expect(await database.sql.selectFrom('pods').select('id').execute()).toHaveLength(1);
  });

  it('do not talk with who does not know the key of the world', async () => {
    const one = await start();
    const other = await aDatabase();
    // It stands in the same list, but has the key of another world; one of both calls the other.
    const stranger = await start(other);
    const called = [one, stranger].map(async ({ server }) => {
      const [{ socket }] = (await once(server, 'upgrade')) as [IncomingMessage];
      await once(socket, 'close');
    });
    await Promise.race(called);
    const knock = new WebSocket(`ws://127.0.0.1:${one.port}/presence/peers`);
    knock.on('open', () => knock.send('{"pod":"00","nonce":"0123456789abcdef"}'));
    knock.on('message', () => knock.send(JSON.stringify({ proof: '0'.repeat(64) })));
    await once(knock, 'close');
    expect([one, stranger].map(({ presence }) => presence.peers.connected())).toEqual([[], []]);
    await stranger.end();
    pods.pop();
    await other.remove();
  });
});
