import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Queue, Taken } from '../queue/queue.ts';
import type { Attempt } from './headers.ts';

/** An attempt that has begun: what to send, and where. */
export interface Begun extends Attempt {
  readonly delivery: number;
  readonly event_id: number;
  readonly url: string;
  /** Whether the attempt before this one to the same webhook failed. */
  readonly failing: boolean;
  /** The work in line that this is; nothing for the one that was taken. */
  readonly behind: string | null;
}

/** What attempts are begun with. */
export interface Ledger {
  readonly database: Database;
  readonly queue: Pick<Queue, 'behind'>;
}

interface Row extends Omit<Begun, 'messageId' | 'webhookId' | 'secrets'> {
  readonly message_id: string;
  readonly webhook_id: number;
  readonly secret: string;
  readonly old_secret: string | null;
}

// What a lost process had begun is made again, and a webhook that is deleted may still hear of it.
const mostTogether = 50;

/**
 * Counts the next attempt of the delivery that was taken, before anything is sent, so that one that ends its process is counted
 * too; and with it the first attempts of those behind it, in the order of their events, unless the webhook is failing. (Whatever
 * was attempted before is begun alone: one that ends its process costs others one attempt at most.) Nothing when there is nothing
 * to do now: the delivery is over, its webhook wants quiet, or it had all its attempts.
 */
export async function begin({ database, queue }: Ledger, taken: Taken, most: number): Promise<Begun[]> {
  const { rows } = await sql<Row>`
    with head as (
      update deliveries d set attempt = d.attempt + 1 from webhooks w
      where d.id = ${Number(taken.data['delivery'])} and d.status = 'pending' and d.attempt < ${most}
        and w.id = d.webhook_id and w.state = 'enabled' and coalesce(w.quiet_until <= now(), true)
      returning d.id, d.message_id, d.event_id, d.event, d.body, d.attempt, d.webhook_id, w.url, w.secret,
        w.failing_since is not null as failing,
        case when w.previous_secret_until > now() then w.previous_secret end as old_secret
    ), behind as (${queue.behind('deliveries', taken, mostTogether - 1)}
    ), first as (
      select d.id, b.id as behind from behind b join deliveries d on d.id = (b.data->>'delivery')::bigint
      where d.status = 'pending' and d.attempt = 0 order by d.id for update of d
    ), more as (
      update deliveries d set attempt = 1 from first f, head h
      where d.id = f.id and d.id <> h.id and not h.failing
      returning d.id, d.message_id, d.event_id, d.event, d.body, d.attempt, f.behind
    )
    select * from (select id as delivery, message_id, event_id, event, body, attempt, null::uuid as behind,
      webhook_id, url, secret, failing, old_secret from head
      union all
      select m.id, m.message_id, m.event_id, m.event, m.body, m.attempt, m.behind,
      h.webhook_id, h.url, h.secret, h.failing, h.old_secret from more m, head h) begun
    order by (behind is null) desc, event_id`.execute(database.sql);
  return rows.map(asBegun);
}

function asBegun({ message_id, webhook_id, secret, old_secret, ...same }: Row): Begun {
  const secrets = old_secret ? ([secret, old_secret] as const) : ([secret] as const);
  return { ...same, messageId: message_id, webhookId: webhook_id, secrets };
}
