import type { Pool, PoolClient } from 'pg';
import type { Breaker } from './breaker.ts';
import { isAway } from './unavailable.ts';

type Connected = (error: Error | undefined, client?: PoolClient, done?: (release?: unknown) => void) => void;

/**
 * Makes a pool refuse at once while the database is known to be away, and give up a connection on which a statement goes
 * unanswered: the driver's own limit answers the caller but keeps the connection, and with it everybody who comes after.
 */
export function guard(pool: Pool, breaker: Breaker, statementMilliseconds: number): void {
  const observe = (error: unknown) => {
    if (isAway(error)) breaker.trip();
  };
  pool.connect = new Proxy(pool.connect, {
    apply: (connect, self, [callback]: [Connected?]) => {
      try {
        breaker.check();
      } catch (error) {
        return callback ? setImmediate(callback, error as Error) : Promise.reject(error);
      }
      if (!callback) {
        const connecting = Reflect.apply(connect, self, []) as Promise<PoolClient>;
        connecting.catch(observe);
        return connecting;
      }
      const observed: Connected = (error, ...rest) => {
        observe(error);
        callback(error, ...rest);
      };
      return Reflect.apply(connect, self, [observed]);
    },
  });
  pool.on('connect', (client) => limitStatements(client, breaker, statementMilliseconds));
}

function limitStatements(client: PoolClient, breaker: Breaker, milliseconds: number): void {
  let overdue: NodeJS.Timeout | undefined;
  const done = () => clearTimeout(overdue);
  const giveUp = () => {
    breaker.trip();
    // Ending a client in the middle of a statement cuts its connection.
    void (client as unknown as { readonly end: () => Promise<void> }).end();
  };
  client.query = new Proxy(client.query, {
    apply: (query, self, given: unknown[]) => {
      done();
      overdue = setTimeout(giveUp, milliseconds).unref();
      return Reflect.apply(query, self, given);
    },
  });
  client.on('drain', done).on('end', done);
}
