import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client, escapeIdentifier } from 'pg';
import type { Logger } from 'pino';

/** What pods tell each other. A signal says that something changed; what it is now stands in the database. */
export type Signal = 'scene' | 'tokens' | 'jobs' | 'webhooks' | 'pods';

/** Signals between the pods of a world. */
export interface Signals {
  /** Calls the listener on every signal of this name, and every two seconds as well, since a signal can be lost. */
  readonly on: (signal: Signal, listener: () => void) => void;
  readonly close: () => Promise<void>;
}

/** What each pod's connection for signals is called in `pg_stat_activity`. */
export const signalsName = 'spacetime-signals';

const floorMilliseconds = 2000;
const againMilliseconds = 1000;
// A connection that a network has forgotten looks like one on which nothing happens.
const beatMilliseconds = 10_000;
const patienceMilliseconds = 3000;

// Channels belong to a whole database, and other worlds can be in other schemas of it. A channel's name has 63 bytes at most.
const world = `'spacetime.' || left(current_schema(), 40) || '.'`;

/** SQL that sends a signal when its transaction commits. */
export const signalSql = (signal: Signal): string => `select pg_notify(${world} || '${signal}', '')`;

/** SQL for a list of what to select or return that sends a signal when its transaction commits, without a statement of its own. */
export const signalCall = (signal: Signal) =>
  sql<void>`pg_notify(${sql.raw(world)} || ${sql.lit(signal)}, '')`;

/** Listens on a connection of its own, which is made again when it breaks. */
export function openSignals(url: string, log: Logger): Signals {
  const listeners = new Map<Signal, (() => void)[]>();
  let connection: Listening | undefined;
  let closed = false;
  const tell = (signal: Signal) => {
    for (const listener of listeners.get(signal) ?? []) listener();
  };

  const connect = async () => {
    if (closed) return;
    const next = new Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: patienceMilliseconds,
      query_timeout: patienceMilliseconds,
      application_name: signalsName,
    });
    let lost = false;
    const lose = () => {
      if (lost || closed) return;
      lost = true;
      connection = undefined;
      setTimeout(() => void connect(), againMilliseconds).unref();
    };
    next.on('error', lose).on('end', lose);
    next.on('notification', ({ channel }) => tell(channel.slice(channel.lastIndexOf('.') + 1) as Signal));
    try {
      await next.connect();
      const listening = await listeningTo(next);
      for (const signal of listeners.keys()) await listening.listen(signal);
      if (closed) return void next.end();
      connection = listening;
      for (const signal of listeners.keys()) tell(signal);
    } catch (error) {
      log.debug(
        { err: error },
        'The connection for signals is not there; the database is asked every two seconds.',
      );
      lose();
      void next.end();
    }
  };

  const floor = setInterval(() => {
    for (const signal of listeners.keys()) tell(signal);
  }, floorMilliseconds).unref();
  const beat = setInterval(() => {
    const asked = connection;
    // Ending it in the middle of the question cuts it, and another is made.
    asked?.client.query('select 1').catch(() => void asked.client.end());
  }, beatMilliseconds).unref();
  void connect();
  return {
    on: (signal, listener) => {
      const known = listeners.get(signal);
      listeners.set(signal, [...(known ?? []), listener]);
      if (!known) connection?.listen(signal).catch(() => {});
    },
    close: async () => {
      closed = true;
      clearInterval(floor);
      clearInterval(beat);
      await Promise.race([connection?.client.end(), after(patienceMilliseconds, undefined, { ref: false })]);
    },
  };
}

interface Listening {
  readonly client: Client;
  readonly listen: (signal: Signal) => Promise<unknown>;
}

async function listeningTo(client: Client): Promise<Listening> {
  const { rows } = await client.query<{ readonly world: string }>(`select ${world} as world`);
  const prefix = rows[0]?.world ?? '';
  return { client, listen: (signal) => client.query(`listen ${escapeIdentifier(prefix + signal)}`) };
}
