import type { Pool, PoolClient } from 'pg';

const timesUntilPrepared = 5;
const mostPrepared = 300;
// All columns would be others after a step of the schema, and a prepared statement must not answer with others.
const allColumns = /^\s*select (\S+\.)?\*|returning (\S+\.)?\*/i;

/**
 * Has the server keep the plan of what a connection asks again and again, as the PostgreSQL driver of Java does: planning takes
 * longer than doing for most of what queues ask.
 */
export function prepareOften(pool: Pool): void {
  pool.on('connect', (client) => {
    const name = names();
    client.query = new Proxy(client.query, {
      apply: (query, self, [text, values, ...rest]: unknown[]) => {
        const known = typeof text === 'string' && Array.isArray(values) && name(text);
        return Reflect.apply(
          query,
          self,
          known ? [{ name: known, text, values }, ...rest] : [text, values, ...rest],
        );
      },
    }) as PoolClient['query'];
  });
}

/** Names of a connection's statements: nothing for those that it was seldom asked, or that cannot be prepared. */
function names(): (text: string) => string | undefined {
  const asked = new Map<string, { readonly name: string; times: number }>();
  return (text) => {
    const known = asked.get(text);
    if (known) return ++known.times > timesUntilPrepared ? known.name : undefined;
    // Several statements in one text cannot be prepared.
    if (asked.size < mostPrepared && !text.includes(';') && !allColumns.test(text))
      asked.set(text, { name: `often-${asked.size}`, times: 1 });
    return undefined;
  };
}
