import { createHmac } from 'node:crypto';
import { jest } from '@jest/globals';
import { ranges } from '../../../runtime/server/webhooks/addresses.ts';
import { connections } from '../../../runtime/server/webhooks/connections.ts';
import { aReceiver, type Receiver } from '../../../runtime/test/aReceiver.ts';
import { anOwner } from '../../test/builders.ts';
import { eventually } from '../../test/eventually.ts';
import { fakeClock } from '../../test/fakeClock.ts';
import type { Notice } from '../api/status/notifications.ts';
import type { Cluster } from '../kube/cluster.ts';
import { createLogger } from '../log.ts';
import { type Courier, createCourier } from './courier.ts';

const signing = 'a secret of twenty-four bytes';
const owner = anOwner({
  rollout: {
    notifications: [
      {
        name: 'chat',
        urlSecretRef: { name: 'chat', key: 'url' },
        signingSecretRef: { name: 'chat', key: 'secret' },
      },
      { name: 'plain', urlSecretRef: { name: 'chat', key: 'url' } },
    ],
  },
});
const aNotice = (more: Partial<Notice> = {}): Notice => ({
  id: 'ReleaseStarted-cccccccccc-1',
  event: 'ReleaseStarted',
  revision: 'cccccccccc',
  time: '2026-03-01T12:00:00.000Z',
  message: 'Release of revision cccccccccc has started.',
  to: ['chat'],
  ...more,
});

let receiver: Receiver;
let couriers: Courier[] = [];
afterEach(async () => {
  await Promise.all(couriers.map((courier) => courier.stop()));
  couriers = [];
  await receiver.close();
});

function aCourier(url: () => string | undefined = () => receiver.url('/hook'), allowed = '127.0.0.1/32') {
  const clock = fakeClock(Date.now());
  const outcomes: string[] = [];
  const onOver = jest.fn();
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  const read = (async () => {
    const target = url();
    return target === undefined ? undefined : { data: { url: encoded(target), secret: encoded(signing) } };
  }) as unknown as Cluster['read'];
  const courier = createCourier({
    read,
    agent: connections(ranges(allowed), async () => ['127.0.0.1']),
    clock,
    random: () => 0,
    log: createLogger('error'),
    onOver,
    count: (outcome) => outcomes.push(outcome),
  });
  couriers.push(courier);
  return { courier, clock, outcomes, onOver };
}

it('a notice arrives signed as Standard Webhooks and the checklist ask, and is over', async () => {
  receiver = await aReceiver();
  const { courier, outcomes, onOver } = aCourier();
  courier.deliver(owner, [aNotice()]);
  await eventually(() => outcomes, ['delivered']);
  const [sent] = receiver.received;
  const { body = '', headers = {} } = sent ?? {};
  // Standard Webhooks 1.0.0, "Signature scheme".
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signature = createHmac('sha256', signing).update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  expect(JSON.parse(body)).toEqual({
    type: 'ReleaseStarted',
    timestamp: '2026-03-01T12:00:00.000Z',
    text: 'worlds/plaza: Release of revision cccccccccc has started.',
    data: {
      namespace: 'worlds',
      name: 'plaza',
      revision: 'cccccccccc',
      message: 'Release of revision cccccccccc has started.',
    },
  });
  expect(headers).toMatchObject({
    'webhook-id': 'msg_uid-of-plaza_ReleaseStarted-cccccccccc-1',
    'x-webhook-id': 'chat',
    'x-webhook-event': 'ReleaseStarted',
    'x-webhook-attempt': '1',
    'x-webhook-signature': expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect([...courier.over(owner.uid)]).toEqual(['ReleaseStarted-cccccccccc-1/chat']);
  expect(onOver).toHaveBeenCalledTimes(1);
});

it('a notification without a signing secret is not signed', async () => {
  receiver = await aReceiver();
  const { courier, outcomes } = aCourier();
  courier.deliver(owner, [aNotice({ to: ['plain'] })]);
  await eventually(() => outcomes, ['delivered']);
  expect(
    Object.keys(receiver.received[0]?.headers ?? {}).filter((name) => name.endsWith('signature')),
  ).toEqual([]);
});

it('what is recorded is sent once, however often it is told', async () => {
  receiver = await aReceiver();
  const { courier, outcomes } = aCourier();
  for (let i = 0; i < 3; i++) courier.deliver(owner, [aNotice()]);
  await eventually(() => outcomes, ['delivered']);
  courier.deliver(owner, [aNotice(), aNotice({ id: 'ReleaseSettled-cccccccccc-2' })]);
  await eventually(() => outcomes, ['delivered', 'delivered']);
  expect(receiver.received).toHaveLength(2);
});

it('an operator that takes over sends what was not recorded as delivered, under the same id', async () => {
  receiver = await aReceiver();
  const first = aCourier();
  first.courier.deliver(owner, [aNotice()]);
  await eventually(() => first.outcomes, ['delivered']);
  const second = aCourier();
  second.courier.deliver(owner, [aNotice()]);
  await eventually(() => second.outcomes, ['delivered']);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(1);
  expect(ids).toHaveLength(2);
});

it('a receiver that fails is tried six times in about an hour, then given up', async () => {
  receiver = await aReceiver((response) => response.writeHead(500).end());
  const { courier, clock, outcomes, onOver } = aCourier();
  courier.deliver(owner, [aNotice()]);
  for (const seconds of [5, 30, 120, 600, 3000]) {
    await clock.until(seconds * 1000);
    clock.advance(seconds * 1000);
  }
  await eventually(() => outcomes, [...Array.from({ length: 5 }, () => 'retried'), 'failed']);
  expect(onOver).toHaveBeenCalledTimes(1);
  expect(receiver.received.map(({ headers }) => headers['x-webhook-attempt'])).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
  ]);
});

it('Secrets are read anew for each attempt', async () => {
  receiver = await aReceiver();
  let url: string | undefined;
  const { courier, clock, outcomes } = aCourier(() => url);
  courier.deliver(owner, [aNotice()]);
  await eventually(() => outcomes, ['retried']);
  url = receiver.url('/new');
  await clock.until(5000);
  clock.advance(5000);
  await eventually(() => outcomes, ['retried', 'delivered']);
});

it.each([
  ['a private address', () => receiver.url('/hook')],
  ['a name that leads to one', () => receiver.url('/hook').replace('127.0.0.1', 'public.example')],
  ['something that is no web address', () => 'file:///etc/passwd'],
])('nothing is sent to %s', async (_, url) => {
  receiver = await aReceiver();
  const { courier, outcomes } = aCourier(url, '');
  courier.deliver(owner, [aNotice()]);
  await eventually(() => outcomes, ['retried']);
  expect(receiver.received).toEqual([]);
});

it('a redirect is not followed', async () => {
  receiver = await aReceiver((response) =>
    response.writeHead(307, { location: receiver.url('/other') }).end(),
  );
  const { courier, outcomes } = aCourier();
  courier.deliver(owner, [aNotice()]);
  await eventually(() => outcomes, ['retried']);
  expect(receiver.at('/other')).toEqual([]);
});

it('a world that is gone is told of no more', async () => {
  receiver = await aReceiver((response) => response.writeHead(500).end());
  const { courier, clock, outcomes } = aCourier();
  courier.deliver(owner, [aNotice()]);
  await clock.until(5000);
  courier.forget(owner);
  clock.advance(5000);
  courier.deliver(anOwner({}, { name: 'lobby', uid: 'uid-of-lobby' }), []);
  expect(outcomes).toEqual(['retried']);
  expect(courier.over(owner.uid).size).toBe(0);
});
