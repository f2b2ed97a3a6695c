import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Check, insist, type Surroundings } from './check.ts';
import { type Delivery, openReceiver } from './receiver.ts';
import { loadScene } from './scene.ts';
import { bodyOf } from './site.ts';
import { inMilliseconds, poll, within } from './waiting.ts';

const event = 'scene.loaded';

interface Registered {
  readonly webhook_id: string;
  readonly secret: string;
}

/** An event reaches a receiver, signed, and counts as delivered. */
export const webhook: Check = {
  name: 'smoke.webhook',
  ask: async (around) => {
    await using receiver = await openReceiver();
    const { world, access, signal } = around;
    const { token } = await access();
    const body = { url: receiver.url, events: [event] };
    const registered = bodyOf<Registered>(await world.ask('/webhooks', { token, body }), 'POST /webhooks');
    await loadScene(around);
    const began = performance.now();
    const came = await within(signal, receiver.first, () => `No ${event} came to the receiver.`);
    const milliseconds = performance.now() - began;
    insistSigned(came, registered);
    await insistTold(around, registered.webhook_id);
    await delivered(around, registered.webhook_id);
    await world.ask(`/webhooks/${registered.webhook_id}`, { token, method: 'DELETE' });
    return `${event} delivered and signed, ${inMilliseconds(milliseconds)} after the load`;
  },
};

/** Standard Webhooks 1.0.0, and the headers of the production checklist. */
function insistSigned({ headers, body }: Delivery, { webhook_id, secret }: Registered): void {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
  } catch (error) {
    throw new Error(`The signature of Standard Webhooks is not good: ${(error as Error).message}.`);
  }
  const wanted = {
    'x-webhook-signature': createHmac('sha256', secret).update(body).digest('hex'),
    'x-webhook-event': event,
    'x-webhook-id': webhook_id,
    'x-webhook-attempt': '1',
  };
  for (const [name, value] of Object.entries(wanted))
    insist(headers[name] === value, `${name} is not what it must be for this delivery.`);
  const { type } = JSON.parse(body) as { readonly type?: unknown };
  insist(type === event, `The body is of type ${type}, not ${event}.`);
}

/** It can be read by its number, and stands in the list. */
async function insistTold({ world, access }: Surroundings, id: string): Promise<void> {
  const { token } = await access();
  const path = `/webhooks/${id}`;
  bodyOf(await world.ask(path, { token }), `GET ${path}`);
  const { webhooks } = bodyOf<{ readonly webhooks: readonly { readonly id: unknown }[] }>(
    await world.ask('/webhooks', { token }),
    'GET /webhooks',
  );
  insist(
    webhooks.some((one) => String(one.id) === String(id)),
    `GET /webhooks does not list webhook ${id}, which was registered.`,
  );
}

async function delivered({ world, access, signal }: Surroundings, id: string): Promise<void> {
  const { token } = await access();
  const path = `/webhooks/${id}/deliveries`;
  let last = 'none';
  await poll(
    signal,
    async () => {
      const { deliveries } = bodyOf<{ readonly deliveries: readonly { readonly status: string }[] }>(
        await world.ask(path, { token }),
        `GET ${path}`,
      );
      last = deliveries[0]?.status ?? last;
      return last === 'delivered' || undefined;
    },
    () => `The delivery arrived and is told as ${last}, not delivered.`,
  );
}
