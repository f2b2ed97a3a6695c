import { type Kysely, sql } from 'kysely';

/** The first schema of a world. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table world (
    singleton boolean primary key default true check (singleton),
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    oldest_schema integer not null default 1,
    ticket_key bytea not null
  )`,
  `insert into world (ticket_key) values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))`,
  `create table scene_loads (
    id bigint generated always as identity primary key,
    scene_path text not null,
    status text not null check (status in ('loaded', 'failed')),
    reason text,
    at timestamptz not null default now(),
    seconds double precision not null,
    hash text
  )`,
  `create index scene_loads_current on scene_loads (id desc) where status = 'loaded'`,
  `create table events (
    id bigint generated always as identity primary key,
    type text not null,
    data jsonb not null,
    at timestamptz not null default now()
  )`,
  `create table webhooks (
    id bigint generated always as identity primary key,
    url text not null,
    events text[] not null,
    secret text not null,
    previous_secret text,
    previous_secret_until timestamptz,
    state text not null default 'enabled' check (state in ('enabled', 'disabled')),
    disabled_reason text,
    failing_since timestamptz,
    quiet_until timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create table deliveries (
    id bigint generated always as identity primary key,
    message_id text not null,
    webhook_id bigint not null references webhooks on delete cascade,
    event_id bigint not null references events on delete cascade,
    event text not null,
    body text not null,
    status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
    attempt integer not null default 0,
    next_attempt_at timestamptz,
    response_status integer,
    error text,
    duration_ms double precision,
    created_at timestamptz not null default now(),
    finished_at timestamptz
  )`,
  'create index deliveries_of_webhook on deliveries (webhook_id, id desc)',
  'create index deliveries_of_event on deliveries (event_id)',
  `create index deliveries_due on deliveries (next_attempt_at) where status = 'pending'`,
  `create table jobs (
    id bigint generated always as identity primary key,
    type text not null,
    parameters jsonb not null,
    status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
    progress real not null default 0,
    result jsonb,
    error text,
    attempt integer not null default 0,
    cancel_requested boolean not null default false,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    completed_at timestamptz
  )`,
  `create index jobs_waiting on jobs (id) where status in ('queued', 'running')`,
  `create table tokens (
    id bigint generated always as identity primary key,
    name text not null,
    digest bytea not null unique,
    scopes text[] not null,
    limit_requests integer,
    limit_seconds integer not null default 60,
    source text not null check (source in ('mounted', 'issued')),
    created_at timestamptz not null default now(),
    life_seconds integer,
    expires_at timestamptz,
    revoked_at timestamptz,
    replaced_by bigint references tokens on delete set null,
    family bigint
  )`,
  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    action text not null,
    actor text not null,
    address text,
    outcome text not null check (outcome in ('done', 'refused')),
    detail jsonb not null
  )`,
  'create index audit_recent on audit (at)',
  `create table used_tickets (nonce text primary key, expires_at timestamptz not null)`,
  `create table idempotency (
    key text not null,
    caller text not null,
    request_hash text not null,
    status integer,
    body text,
    created_at timestamptz not null default now(),
    primary key (caller, key)
  )`,
  `create table pods (
    id uuid primary key,
    address text not null,
    revision text not null,
    seen_at timestamptz not null
  )`,
  // What rate-limiter-flexible counts in; losing it in a crash only starts the minute anew.
  `create unlogged table rate_limits (key varchar(255) primary key, points integer not null default 0, expire bigint)`,
];
