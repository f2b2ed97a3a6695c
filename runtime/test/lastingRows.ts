import type { Database } from '../server/database/database.ts';

/** What a query calls `name`, row by row. */
export async function names({ pool }: Pick<Database, 'pool'>, query: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ readonly name: string }>(query);
  return rows.map(({ name }) => name);
}

/** The schemas of a database but for those that PostgreSQL has itself. */
export const schemas = (database: Pick<Database, 'pool'>): Promise<readonly string[]> =>
  names(
    database,
    `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema)' order by 1`,
  );

/** Every row of every table of a lasting world, but for counters of limits and what the queue notes about itself. */
export async function lastingRows(database: Pick<Database, 'pool'>): Promise<string> {
  const tables = await names(
    database,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'pgboss') and tablename not in ('queue', 'version', 'rate_limits') order by 1`,
  );
  const rows = tables.map(async (table) => {
    const found = await names(database, `select row_to_json(t)::text as name from ${table} t order by 1`);
    return `${table}\n${found.join('\n')}`;
  });
  return (await Promise.all(rows)).join('\n');
}
