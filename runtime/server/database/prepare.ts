import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { ConfigurationRefused } from '../configurationRefused.ts';
import { migrate } from './migrate.ts';
import { isUnavailable } from './unavailable.ts';

interface Preparing {
  readonly log: Logger;
  /** Ends the waiting: the promise rejects with its reason. */
  readonly stop: AbortSignal;
  /** What is done before the tables are made, each time that this is tried. */
  readonly begin?: (() => Promise<void>) | undefined;
  /** What is done with the database first, when its schema is up to date. */
  readonly use: () => Promise<void>;
  /** How long a database may refuse us before we take it for wrong settings. */
  readonly refusedMilliseconds?: number;
}

const oldestServer = 15;
const pauses = [100, 250, 500, 1000, 2000] as const;
const tellMilliseconds = 5000;

/**
 * Waits for the database, as long as it takes, brings its schema up to date and uses it. Throws ConfigurationRefused, with one sentence
 * that names DATABASE_URL, when it answers but cannot be used: it refuses us for a minute, or is too old or too new.
 */
export async function prepareDatabase(url: string, preparing: Preparing): Promise<void> {
  const { log, stop, refusedMilliseconds = 60_000 } = preparing;
  const bear = patience(refusedMilliseconds, log);
  for (let n = 0; ; n++) {
    stop.throwIfAborted();
    const error = await attempt(url, preparing);
    if (!error) return;
    bear(error);
    await setTimeout(pauses[Math.min(n, pauses.length - 1)], undefined, { signal: stop });
  }
}

/** Says every few seconds what is waited for; throws when waiting does not help. */
function patience(refusedMilliseconds: number, log: Logger): (error: Error) => void {
  const began = Date.now();
  let refusedSince: number | undefined;
  let told = 0;
  const tell = (sentence: string, now: number) => {
    if (now - told < tellMilliseconds) return;
    told = now;
    const seconds = Math.round((now - began) / 1000);
    log.warn(`The database cannot be used yet, after ${seconds} s: ${sentence}`);
  };
  const away = (error: Error, now: number) => {
    if (!isUnavailable(error)) throw error;
    refusedSince = undefined;
    tell(reason(error), now);
  };
  return (error) => {
    const now = Date.now();
    const refused = refusal(error);
    if (!refused) return away(error, now);
    refusedSince ??= now;
    if (now - refusedSince >= refusedMilliseconds) throw new ConfigurationRefused(`DATABASE_URL: ${refused}`);
    tell(refused, now);
  };
}

async function attempt(
  url: string,
  { begin, use }: Pick<Preparing, 'begin' | 'use'>,
): Promise<Error | undefined> {
  try {
    await checkServer(url);
    await begin?.();
    await migrate(url);
    await use();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

async function checkServer(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 3000, query_timeout: 3000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly version: string }>(
      `select current_setting('server_version_num') as version`,
    );
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < oldestServer)
      throw new ConfigurationRefused(
        `DATABASE_URL: the server is PostgreSQL ${major}; ${oldestServer} or later is needed.`,
      );
  } finally {
    void client.end();
  }
}

const refusals: Readonly<Record<string, string>> = {
  '28P01': 'the server refuses the user or the password.',
  '28000': 'the server refuses the user, or connections from here.',
  '3D000': 'the server has no database of that name.',
  '42501': 'the user may not make or change tables in this database.',
};

/** Why a server that answers will not let us in, if that is so. The driver's own sentences name the user and are not shown. */
function refusal(error: Error & { readonly code?: unknown }): string | undefined {
  const { code, message } = error;
  if (typeof code === 'string' && code in refusals) return refusals[code];
  if (typeof code === 'string' && /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code))
    return `its certificate or encryption does not fit (${code}).`;
  if (/does not support SSL|password must be a string|SASL|SCRAM|unexpected .* from backend/i.test(message))
    return `the server cannot be talked to: ${message}.`;
  return undefined;
}

const reason = ({ message, code }: Error & { readonly code?: unknown }) =>
  message || String(code ?? 'it does not answer');
