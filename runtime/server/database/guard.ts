import type { Pool, PoolClient } from 'pg';
import type { Breaker } from './breaker.ts';
import { isAway } from './unavailable.ts';

// What a server says that was a primary, or never was one: the next connection may lead to the one that is.
const readOnly = '25006';

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
  const dubious = new WeakSet<PoolClient>();
  const doubt = (client: PoolClient) => dubious.add(client);
  pool.on('connect', (client) => {
    // A connection that breaks while it is in use has told whoever uses it.
    client.on('error', () => {});
    limitStatements(client, { breaker, milliseconds: statementMilliseconds, doubt });
  });
  pool.on('release', (_error, client) => {
    if (dubious.has(client)) end(client);
  });
}

interface Limits {
  readonly breaker: Breaker;
  readonly milliseconds: number;
  readonly doubt: (client: PoolClient) => void;
}

function limitStatements(client: PoolClient, { breaker, milliseconds, doubt }: Limits): void {
  let overdue: NodeJS.Timeout | undefined;
  const done = () => clearTimeout(overdue);
  const giveUp = () => {
    breaker.trip();
    end(client);
  };
  const observe = (error: { readonly code?: unknown }) => {
    if (error.code === readOnly) doubt(client);
  };
  client.query = new Proxy(client.query, {
    apply: (query, self, given: unknown[]) => {
      done();
      overdue = setTimeout(giveUp, milliseconds).unref();
      const asked: unknown = Reflect.apply(query, self, given);
      if (asked instanceof Promise) asked.catch(observe);
      return asked;
    },
  });
  client.on('drain', done).on('end', done);
}

/** Ends a connection, in the middle of a statement by cutting it. The pool makes another one. */
function end(client: PoolClient): void {
  void (client as unknown as { readonly end: () => Promise<void> }).end();
}
