import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { anApp, type RunningApp } from '../../test/anApp.ts';
import { aReceiver, type Receiver } from '../../test/aReceiver.ts';
import { until } from '../../test/until.ts';

const env = { SPACETIME_WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8', SPACETIME_WEBHOOK_RETRIES: 'Fast' };
const json = { 'Content-Type': 'application/json' };

let app: RunningApp;
let receiver: Receiver;
beforeEach(async () => {
  app = await anApp({ env, works: true });
});
afterEach(async () => {
  await app.close();
  await receiver.close();
});

interface Registered {
  readonly webhook_id: string;
  readonly secret?: string;
}
interface Shown {
  readonly id: string;
  readonly message_id: string;
  readonly status: string;
  readonly attempt: number;
  readonly response_status: number | null;
  readonly error: string | null;
}

const send = async <T>(path: string, body: object, method = 'POST') => {
  const answer = await app.ask(path, { as: 'caller', method, headers: json, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as T };
};
const register = async (path: string, more: object = {}) =>
  (await send<Registered>('/webhooks', { url: receiver.url(path), events: ['scene.loaded'], ...more })).body;
const load = () => send('/scene', { scene_path: 'res://vr_main.tscn' });
const deliveries = async (id: string, query = '') => {
  const answer = await app.ask(`/webhooks/${id}/deliveries${query}`, { as: 'caller' });
  return ((await answer.json()) as { readonly deliveries: readonly Shown[] }).deliveries;
};
const settled = (id: string, status: string) =>
  until(`a delivery that is ${status}`, async () =>
    (await deliveries(id)).find((delivery) => delivery.status === status),
  );

describe('delivering events to webhooks', () => {
  it('sends what happened, signed as Standard Webhooks and as the checklist says', async () => {
    receiver = await aReceiver();
    const { webhook_id, secret = '' } = await register('/hook');
    await load();
    const { headers, body } = await until('the delivery', () => receiver.received[0]);
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'scene.loaded',
      event: 'scene.loaded',
      webhook_id,
      data: { scene_path: 'res://vr_main.tscn' },
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-webhook-event': 'scene.loaded',
      'x-webhook-id': webhook_id,
      'x-webhook-attempt': '1',
      'x-webhook-signature': createHmac('sha256', secret).update(body).digest('hex'),
    });
    expect(await settled(webhook_id, 'delivered')).toMatchObject({ attempt: 1, response_status: 200 });
  });

  it('takes a short text as the secret, and its bytes as the key', async () => {
    receiver = await aReceiver();
    const secret = 'webhook_secret_123';
    const { body: registered } = await send<object>('/webhooks', {
      url: receiver.url('/hook'),
      events: ['scene.loaded'],
      secret,
    });
    expect(registered).toMatchObject({ warning: expect.stringContaining('fewer than 24 bytes') });
    await load();
    const { headers, body } = await until('the delivery', () => receiver.received[0]);
    new Webhook(secret, { format: 'raw' }).verify(body, headers as Record<string, string>);
  });

  it('signs with the secret before a new one too, so that receivers can follow', async () => {
    receiver = await aReceiver();
    const { webhook_id, secret: old = '' } = await register('/hook');
    const renewed = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    await send(`/webhooks/${webhook_id}`, { secret: renewed }, 'PATCH');
    await load();
    const { headers, body } = await until('the delivery', () => receiver.received[0]);
    for (const secret of [old, renewed]) new Webhook(secret).verify(body, headers as Record<string, string>);
  });

  it('tries again under the same id, and says which attempt it is', async () => {
    receiver = await aReceiver((response, _, n) => response.writeHead(n === 1 ? 500 : 204).end());
    const { webhook_id } = await register('/hook');
    await load();
    expect(await settled(webhook_id, 'delivered')).toMatchObject({ attempt: 2, response_status: 204 });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
    expect(receiver.received.map(({ headers }) => headers['x-webhook-attempt'])).toEqual(['1', '2']);
    const metrics = await (await app.ask('/metrics')).text();
    expect(metrics).toContain('webhook_delivery_failures_total 1\n');
    expect(metrics).toContain('spacetime_webhook_deliveries_total{outcome="delivered"} 1\n');
  });

  it('makes first attempts in the order of the events, also while an older one is tried again', async () => {
    let first: string | undefined;
    receiver = await aReceiver((response, { headers }) => {
      const id = String(headers['webhook-id']);
      first ??= id;
      response.writeHead(id === first ? 500 : 200).end();
    });
    const { webhook_id } = await register('/hook');
    for (let n = 0; n < 10; n++) await load();
    await until(
      'all first attempts',
      async () => (await deliveries(webhook_id, '?status=delivered')).length === 9,
    );
    const expected = (await deliveries(webhook_id)).map(({ message_id }) => message_id).reverse();
    const attempted = receiver.received
      .filter(({ headers }) => headers['x-webhook-attempt'] === '1')
      .map(({ headers }) => headers['webhook-id']);
    expect(attempted).toEqual(expected);
  });

  it('goes on after one that fails with what came after it, each for the first time', async () => {
    const arrived = Promise.withResolvers<() => void>();
    receiver = await aReceiver((response, { headers }, n) => {
      if (n === 1) return arrived.resolve(() => response.end());
      response.writeHead(n === 3 && headers['x-webhook-attempt'] === '1' ? 500 : 200).end();
    });
    const { webhook_id } = await register('/hook');
    for (let n = 0; n < 6; n++) await load();
    (await arrived.promise)();
    await until('all', async () => (await deliveries(webhook_id, '?status=delivered')).length === 6);
    const expected = (await deliveries(webhook_id)).map(({ message_id }) => message_id).reverse();
    const made = receiver.received.map(({ headers }) => [
      headers['webhook-id'],
      headers['x-webhook-attempt'],
    ]);
    expect(made).toEqual([...expected.map((id) => [id, '1']), [expected[2], '2']]);
  });

  it('does not follow a redirect, and says so', async () => {
    receiver = await aReceiver((response) =>
      response.writeHead(302, { Location: receiver.url('/elsewhere') }).end(),
    );
    const { webhook_id } = await register('/hook');
    await load();
    await until('an answer', async () => (await deliveries(webhook_id))[0]?.error ?? undefined);
    expect((await deliveries(webhook_id))[0]).toMatchObject({
      status: 'pending',
      response_status: 302,
      error: 'The receiver answered 302; redirects are not followed.',
    });
    expect(receiver.at('/elsewhere')).toEqual([]);
  });

  it('disables a webhook whose receiver answers 410, and gives up what waits for it', async () => {
    receiver = await aReceiver((response) => response.writeHead(410).end());
    const { webhook_id } = await register('/hook');
    await load();
    await settled(webhook_id, 'failed');
    const shown = await (await app.ask(`/webhooks/${webhook_id}`, { as: 'caller' })).json();
    expect(shown).toMatchObject({
      webhook: { enabled: false, disabled_reason: 'The receiver answered 410: it wants no more.' },
    });
    await load();
    expect(await deliveries(webhook_id)).toHaveLength(1);
    expect((await send(`/webhooks/${webhook_id}/deliveries/1/replay`, {})).status).toBe(409);
  });

  it('leaves a receiver alone that asks for it by Retry-After, with everything', async () => {
    receiver = await aReceiver((response, _, n) =>
      n === 1 ? response.writeHead(429, { 'Retry-After': '3' }).end() : response.end(),
    );
    const { webhook_id } = await register('/hook');
    await load();
    const began = Date.now();
    await until('the first attempt', () => receiver.received.length === 1);
    await load();
    await until('both', async () => (await deliveries(webhook_id, '?status=delivered')).length === 2);
    expect(Date.now() - began).toBeGreaterThan(2500);
    const attempts = (await deliveries(webhook_id)).map(({ attempt }) => attempt);
    expect(attempts).toEqual([1, 2]);
  });

  it('counts an answer by its status, though its body never ends', async () => {
    receiver = await aReceiver((response) => {
      const pour = setInterval(() => response.write('x'.repeat(1000)), 1);
      response.on('close', () => clearInterval(pour));
    });
    const { webhook_id } = await register('/hook');
    await load();
    expect(await settled(webhook_id, 'delivered')).toMatchObject({ response_status: 200 });
  });

  it('delivers to others at once while a receiver does not answer', async () => {
    receiver = await aReceiver((response, { path }) => {
      if (path !== '/slow') response.end();
    });
    await register('/slow');
    const fast = await Promise.all(['/a', '/b', '/c'].map((path) => register(path)));
    for (let n = 0; n < 5; n++) await load();
    await until('all of the others', async () => {
      const done = await Promise.all(
        fast.map(({ webhook_id }) => deliveries(webhook_id, '?status=delivered')),
      );
      return done.every(({ length }) => length === 5);
    });
    expect(receiver.at('/slow')).toHaveLength(1);
  });

  it('ends in peace when a webhook is deleted in the middle of a delivery', async () => {
    const arrived = Promise.withResolvers<() => void>();
    receiver = await aReceiver((response) => arrived.resolve(() => response.end()));
    const { webhook_id } = await register('/hook');
    await load();
    const answer = await arrived.promise;
    expect((await app.ask(`/webhooks/${webhook_id}`, { as: 'caller', method: 'DELETE' })).status).toBe(200);
    answer();
    await until('an empty line', async () => {
      const { rows } = await app.database.pool.query("select from pgboss.job where state <= 'active'");
      return rows.length === 0;
    });
    expect(receiver.received).toHaveLength(1);
    expect(app.logged.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
  });

  it('writes what came of a delivery though every connection to the database is cut meanwhile', async () => {
    const arrived = Promise.withResolvers<() => void>();
    receiver = await aReceiver((response) => arrived.resolve(() => response.end()));
    const { webhook_id } = await register('/hook');
    await load();
    const answer = await arrived.promise;
    const cut =
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    await app.database.pool.query(cut);
    answer();
    await app.database.pool.query(cut).catch(() => {});
    await until('the line in the books', async () => {
      const found = await deliveries(webhook_id).catch(() => []);
      return found[0]?.status === 'delivered';
    });
    await until('the queue to work on', async () => {
      await load().catch(() => {});
      return receiver.received.length > 1;
    });
  });

  it('repeats one delivery, or all that failed in a while, with the ids that they had', async () => {
    let answering = 410;
    receiver = await aReceiver((response) => response.writeHead(answering).end());
    const { webhook_id } = await register('/hook');
    await load();
    const failed = await settled(webhook_id, 'failed');
    answering = 200;
    await send(`/webhooks/${webhook_id}`, { enabled: true }, 'PATCH');
    const one = await send(`/webhooks/${webhook_id}/deliveries/${failed.id}/replay`, {});
    expect(one.body).toMatchObject({ success: true, delivery: { message_id: failed.message_id } });
    await settled(webhook_id, 'delivered');
    const many = await send(`/webhooks/${webhook_id}/deliveries/replay`, { event: 'scene.loaded' });
    expect(many.body).toEqual({ success: true, replayed: 1 });
    await until('the third', () => receiver.received.length === 3);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    const none = await send(`/webhooks/${webhook_id}/deliveries/replay`, { from: '2999-01-01T00:00:00Z' });
    expect(none.body).toEqual({ success: true, replayed: 0 });
  });
});
