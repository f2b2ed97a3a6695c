import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Attempt } from './headers.ts';

/** An attempt that has begun: what to send, and where. */
export interface Begun extends Attempt {
  readonly delivery: number;
  readonly event_id: number;
  readonly url: string;
  /** Whether the attempt before this one to the same webhook failed. */
  readonly failing: boolean;
}

interface Row {
  readonly message_id: string;
  readonly webhook_id: number;
  readonly event_id: number;
  readonly event: string;
  readonly body: string;
  readonly attempt: number;
  readonly url: string;
  readonly failing: boolean;
  readonly secret: string;
  readonly old_secret: string | null;
}

/**
 * Counts the next attempt of a delivery, before anything is sent, so that one that ends its process is counted too. Nothing when
 * there is nothing to do now: the delivery is over, its webhook wants quiet, or it had all its attempts.
 */
export async function begin(
  { sql: db }: Database,
  delivery: number,
  most: number,
): Promise<Begun | undefined> {
  const { rows } = await sql<Row>`
    update deliveries d set attempt = d.attempt + 1
    from webhooks w
    where d.id = ${delivery} and d.status = 'pending' and d.attempt < ${most}
      and w.id = d.webhook_id and w.state = 'enabled' and coalesce(w.quiet_until <= now(), true)
    returning d.message_id, d.webhook_id, d.event_id, d.event, d.body, d.attempt, w.url,
      w.failing_since is not null as failing, w.secret,
      case when w.previous_secret_until > now() then w.previous_secret end as old_secret`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { message_id: messageId, webhook_id: webhookId, secret, old_secret, ...same } = row;
  return { ...same, delivery, messageId, webhookId, secrets: old_secret ? [secret, old_secret] : [secret] };
}
