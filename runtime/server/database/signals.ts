import { sql } from 'kysely';
import { Client } from 'pg';
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
const channel = (signal: Signal) => `spacetime_${signal}`;

/** SQL that sends a signal when its transaction commits. */
export const signalSql = (signal: Signal): string => `notify ${channel(signal)}`;

/** SQL for a list of what to select or return that sends a signal when its transaction commits, without a statement of its own. */
export const signalCall = (signal: Signal) => sql<void>`pg_notify(${sql.lit(channel(signal))}, '')`;

/** Listens on a connection of its own, which is made again when it breaks. */
export function openSignals(url: string, log: Logger): Signals {
  const listeners = new Map<Signal, (() => void)[]>();
  let client: Client | undefined;
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
      client = undefined;
      setTimeout(() => void connect(), againMilliseconds).unref();
    };
    next.on('error', lose).on('end', lose);
    next.on('notification', ({ channel: name }) => tell(name.slice(channel('' as Signal).length) as Signal));
    try {
      await next.connect();
      for (const signal of listeners.keys()) await next.query(`listen ${channel(signal)}`);
      if (closed) return void next.end();
      client = next;
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
    const asked = client;
    // Ending it in the middle of the question cuts it, and another is made.
    asked?.query('select 1').catch(() => void asked.end());
  }, beatMilliseconds).unref();
  void connect();
  return {
    on: (signal, listener) => {
      const known = listeners.get(signal);
      listeners.set(signal, [...(known ?? []), listener]);
      if (!known) client?.query(`listen ${channel(signal)}`).catch(() => {});
    },
    close: async () => {
      closed = true;
      clearInterval(floor);
      clearInterval(beat);
      await Promise.race([client?.end(), after(patienceMilliseconds)]);
    },
  };
}

const after = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref());
