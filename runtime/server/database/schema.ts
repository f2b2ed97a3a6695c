import type { ColumnType, Generated } from 'kysely';

/** A column that PostgreSQL fills and nobody writes. */
type Given<T> = ColumnType<T, never, never>;
type Moment = ColumnType<Date, Date | string | undefined, Date | string>;
type MaybeMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** Written as JSON text, read as what it means. */
type Json<T> = ColumnType<T, string, string>;

/** The one row that says which world this is. `oldest_schema`: images with an older schema must not run with this database. */
interface WorldTable {
  readonly singleton: Generated<boolean>;
  readonly id: Given<string>;
  readonly created_at: Given<Date>;
  readonly oldest_schema: Generated<number>;
  /** Signs visitors' tickets; 32 bytes. */
  readonly ticket_key: Buffer;
}

interface SceneLoadsTable {
  readonly id: Given<number>;
  readonly scene_path: string;
  readonly status: 'loaded' | 'failed';
  readonly reason: string | null;
  readonly at: Moment;
  readonly seconds: number;
  /** Hex SHA-256 of the GLB that was loaded. */
  readonly hash: string | null;
}

/** What happened, in the order in which it was committed by each transaction. */
interface EventsTable {
  readonly id: Given<number>;
  readonly type: string;
  readonly data: Json<Record<string, unknown>>;
  readonly at: Moment;
}

interface WebhooksTable {
  readonly id: Given<number>;
  readonly url: string;
  readonly events: string[];
  readonly secret: string;
  /** Signs as well until `previous_secret_until`, so that receivers can follow a change. */
  readonly previous_secret: string | null;
  readonly previous_secret_until: MaybeMoment;
  readonly state: Generated<'enabled' | 'disabled'>;
  readonly disabled_reason: string | null;
  readonly failing_since: MaybeMoment;
  /** The receiver asked for nothing before then. */
  readonly quiet_until: MaybeMoment;
  readonly created_at: Moment;
  readonly updated_at: Moment;
}

interface DeliveriesTable {
  readonly id: Given<number>;
  /** The same for every attempt and every replay of one event to one webhook. */
  readonly message_id: string;
  readonly webhook_id: number;
  readonly event_id: number;
  readonly event: string;
  /** The body, byte for byte as it is signed and sent. */
  readonly body: string;
  readonly status: Generated<'pending' | 'delivered' | 'failed'>;
  readonly attempt: Generated<number>;
  readonly next_attempt_at: MaybeMoment;
  readonly response_status: number | null;
  readonly error: string | null;
  readonly duration_ms: number | null;
  readonly created_at: Moment;
  readonly finished_at: MaybeMoment;
}

interface JobsTable {
  readonly id: Given<number>;
  readonly type: string;
  readonly parameters: Json<Record<string, unknown>>;
  readonly status: Generated<'queued' | 'running' | 'completed' | 'failed' | 'cancelled'>;
  /** From 0 to 1. */
  readonly progress: Generated<number>;
  readonly result: Json<Record<string, unknown>> | null;
  readonly error: string | null;
  /** Grows with each start; a worker that holds an older number has lost the job. */
  readonly attempt: Generated<number>;
  readonly cancel_requested: Generated<boolean>;
  readonly created_at: Moment;
  readonly started_at: MaybeMoment;
  readonly completed_at: MaybeMoment;
}

interface TokensTable {
  readonly id: Given<number>;
  readonly name: string;
  /** SHA-256 of the token; 32 bytes. */
  readonly digest: Buffer;
  readonly scopes: string[];
  /** How many requests in `limit_seconds`. Null: the usual limit. 0: none. */
  readonly limit_requests: number | null;
  readonly limit_seconds: Generated<number>;
  readonly source: 'mounted' | 'issued';
  readonly created_at: Moment;
  /** How long it was made for; null when it has no end of its own. */
  readonly life_seconds: number | null;
  readonly expires_at: MaybeMoment;
  readonly revoked_at: MaybeMoment;
  /** The token that took its place; it is not renewed then. */
  readonly replaced_by: number | null;
  /** The first of the tokens that took each other's place: their requests are counted together. Null: itself. */
  readonly family: number | null;
}

interface AuditTable {
  readonly id: Given<number>;
  readonly at: Moment;
  readonly action: string;
  /** The name of the token that asked, or `anonymous`. */
  readonly actor: string;
  readonly address: string | null;
  readonly outcome: 'done' | 'refused';
  readonly detail: Json<Record<string, unknown>>;
}

/** Tickets that were used, until they would have expired anyway. */
interface UsedTicketsTable {
  readonly nonce: string;
  readonly expires_at: Moment;
}

/** Requests that may be repeated without being done twice. */
interface IdempotencyTable {
  readonly key: string;
  readonly caller: string;
  readonly request_hash: string;
  readonly status: number | null;
  readonly body: string | null;
  readonly created_at: Moment;
}

/** The pods that are there, so that they find each other. */
interface PodsTable {
  readonly id: string;
  readonly address: string;
  readonly revision: string;
  readonly seen_at: Moment;
}

/** All tables of a world. */
export interface Schema {
  readonly world: WorldTable;
  readonly scene_loads: SceneLoadsTable;
  readonly events: EventsTable;
  readonly webhooks: WebhooksTable;
  readonly deliveries: DeliveriesTable;
  readonly jobs: JobsTable;
  readonly tokens: TokensTable;
  readonly audit: AuditTable;
  readonly used_tickets: UsedTicketsTable;
  readonly idempotency: IdempotencyTable;
  readonly pods: PodsTable;
}
