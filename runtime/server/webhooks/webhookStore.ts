import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import type { EventType } from '../events/record.ts';
import { Problem } from '../http/problem.ts';
import { disable, lockWaiting } from './settle.ts';

/** A webhook as it is kept, without what nobody may see. */
export interface Webhook {
  readonly id: number;
  readonly url: string;
  readonly events: readonly string[];
  readonly state: 'enabled' | 'disabled';
  readonly disabled_reason: string | null;
  readonly failing_since: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** A new webhook. */
interface NewWebhook {
  readonly url: string;
  readonly events: readonly EventType[];
  readonly secret: string;
}

/** What somebody changes; what is undefined stays. */
export interface Change {
  readonly url?: string | undefined;
  readonly events?: readonly EventType[] | undefined;
  readonly secret?: string | undefined;
  readonly enabled?: boolean | undefined;
}

const columns = [
  'id',
  'url',
  'events',
  'state',
  'disabled_reason',
  'failing_since',
  'created_at',
  'updated_at',
] as const;

/** How many webhooks a world has at most. */
export const mostWebhooks = 100;

const overlapHours = 24;

/** The webhooks of a world. */
export interface WebhookStore {
  /** Throws a Problem when there are too many. */
  readonly add: (transaction: Transaction<Schema>, webhook: NewWebhook) => Promise<Webhook>;
  readonly list: () => Promise<Webhook[]>;
  readonly find: (id: number) => Promise<Webhook | undefined>;
  /** Nothing when there is none. The secret before a new one signs as well for another day. */
  readonly change: (id: number, change: Change) => Promise<Webhook | undefined>;
  /** Deletes it with its deliveries. False when there is none. */
  readonly remove: (id: number) => Promise<boolean>;
}

/** Webhooks in the database. */
export function webhookStore({ sql: db }: Database): WebhookStore {
  const webhooks = db.selectFrom('webhooks').select(columns);
  return {
    add: async (transaction, { url, events, secret }) => {
      await sql`lock table webhooks in share row exclusive mode`.execute(transaction);
      const count = transaction.fn.countAll<number>().as('count');
      const found = await transaction.selectFrom('webhooks').select(count).executeTakeFirst();
      if ((found?.count ?? 0) >= mostWebhooks)
        throw new Problem(
          409,
          'TOO_MANY_WEBHOOKS',
          `A world has at most ${mostWebhooks} webhooks; delete one first.`,
        );
      return transaction
        .insertInto('webhooks')
        .values({ url, events: [...events], secret })
        .returning(columns)
        .executeTakeFirstOrThrow();
    },
    list: () => webhooks.orderBy('id').execute(),
    find: (id) => webhooks.where('id', '=', id).executeTakeFirst(),
    change: (id, change) => db.transaction().execute((transaction) => changed(transaction, id, change)),
    remove: (id) =>
      db.transaction().execute(async (transaction) => {
        await lockWaiting(transaction, id);
        await transaction.deleteFrom('deliveries').where('webhook_id', '=', id).execute();
        const deleted = await transaction.deleteFrom('webhooks').where('id', '=', id).executeTakeFirst();
        return deleted.numDeletedRows === 1n;
      }),
  };
}

async function changed(transaction: Transaction<Schema>, id: number, change: Change) {
  const { url, events, secret, enabled } = change;
  if (enabled === false) await disable(transaction, id, null);
  const anew = { state: 'enabled', disabled_reason: null, failing_since: null, quiet_until: null } as const;
  return transaction
    .updateTable('webhooks')
    .set({
      updated_at: sql<Date>`now()`,
      ...(url !== undefined && { url }),
      ...(events !== undefined && { events: [...events] }),
      ...(secret !== undefined && {
        secret,
        previous_secret: sql<string>`secret`,
        previous_secret_until: sql<Date>`now() + make_interval(hours => ${overlapHours})`,
      }),
      ...(enabled && anew),
    })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
}
