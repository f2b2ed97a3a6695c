import { type RawBuilder, sql, type Transaction } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { DatabaseUnavailable, isUnavailable } from '../database/unavailable.ts';
import { type Line, lines } from './lines.ts';

/** Work that somebody is to do: `data` says what, in the terms of its line. */
export interface Waiting {
  readonly data: Readonly<Record<string, number>>;
  /** In a line that does one thing at a time for each key: the key. */
  readonly key?: string;
  /** Work with a smaller number is taken first, whenever it was added; 0 unless told. */
  readonly order?: number;
  readonly startAfter?: Date;
}

/** Work that this process has taken. It is lost when the process is silent for ten seconds; then another takes it. */
export interface Taken {
  readonly id: string;
  /** Grows each time that the same work is taken: tells one claim from the next. */
  readonly retryCount: number;
  readonly data: Readonly<Record<string, number>>;
}

/** The claim on work was lost to another worker, who does it again: what this one did must not be written. */
export class ClaimLost extends Error {
  override name = 'ClaimLost';
}

/** Work that waits in the database until a pod takes it. All of it rejects when the database cannot be reached. */
export interface Queue {
  /** Makes the tables of pg-boss if need be. May be called again, also when it rejected. */
  readonly start: () => Promise<void>;
  /** Adds work when the transaction commits. */
  readonly send: (transaction: Transaction<Schema>, line: Line, work: readonly Waiting[]) => Promise<void>;
  /** The work that is next in line, as much as there is of it up to `most`. */
  readonly take: (line: Line, most: number) => Promise<readonly Taken[]>;
  /** SQL for the work that is due and waits for this to be finished, since it has the same key: the next first. */
  readonly behind: (line: Line, taken: Taken, most: number) => RawBuilder<Pick<Taken, 'id' | 'data'>>;
  /** Says that somebody still works on these. */
  readonly keep: (line: Line, taken: readonly Taken[]) => Promise<void>;
  /**
   * Takes work out of the line when the transaction commits, and with it what was done of the work behind it, by ids. Throws
   * ClaimLost when another has it by now.
   */
  readonly finish: (
    transaction: Transaction<Schema>,
    line: Line,
    taken: Taken,
    behind?: readonly string[],
  ) => Promise<void>;
  /** SQL that takes work out of the line and returns its `id`, or nothing when another has it by now or `condition` does not hold. */
  readonly finishing: (
    line: Line,
    taken: Taken,
    condition: RawBuilder<unknown>,
  ) => RawBuilder<{ readonly id: string }>;
  /** Puts work back, for anybody to take in a second. */
  readonly giveBack: (line: Line, taken: Taken) => Promise<void>;
  readonly close: () => Promise<void>;
}

// A lost worker is noticed after ten seconds of silence, looked for every five: its work runs again within twenty.
const intervals = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5, maintenanceIntervalSeconds: 600 };

const quiet = {
  schedule: false,
  registerInstance: false,
  monitorVacuum: false,
  openTelemetry: { enabled: false },
};

/** A queue on the database's own connections. Nothing is asked of the database before `start`; until then the rest rejects. */
export function openQueue({ pool }: Pick<Database, 'pool'>, log: Logger): Queue {
  let running: Prepared | undefined;
  const prepared = () => {
    if (!running) throw new DatabaseUnavailable('The queue is not prepared yet.');
    return running;
  };
  const boss = () => prepared().boss;
  return {
    start: async () => {
      running ??= await prepare(pool, log);
    },
    send: async (transaction, line, work) => {
      if (work.length === 0) return;
      await boss().insert(line, work.map(asInsert), { db: fromKysely(transaction) });
    },
    take: async (line, most) => boss().fetch<Taken['data']>(line, { batchSize: most }),
    behind: (line, { id }, most) => {
      const jobs = sql.table(`${prepared().schema}.job`);
      return sql`
        select b.id, b.data from ${jobs} t join ${jobs} b on b.name = t.name and b.singleton_key = t.singleton_key
        where t.name = ${line} and t.id = ${id} and b.name = ${line} and b.state < 'active' and b.start_after <= now()
        order by b.priority desc, b.created_on limit ${most}`;
    },
    keep: async (line, taken) => {
      if (taken.length > 0) await boss().touch(line, claims(taken));
    },
    finish: async (transaction, line, taken, behind = []) => {
      const db = fromKysely(transaction);
      const done = await boss().complete(line, claims([taken]), null, { db });
      // Every answer of pg-boss has it; its types leave it out.
      if ((done as { readonly affected: number }).affected !== 1)
        throw new ClaimLost('Another worker has it.');
      // Nobody could take these while the claim was good.
      if (behind.length > 0) await boss().complete(line, [...behind], null, { db, includeQueued: true });
    },
    finishing: (line, { id, retryCount }, condition) => sql`
      update ${sql.table(`${prepared().schema}.job`)} set state = 'completed', completed_on = now()
      where name = ${line} and id = ${id} and state = 'active' and retry_count = ${retryCount} and ${condition} returning id`,
    giveBack: async (line, taken) => void (await boss().fail(line, claims([taken]))),
    close: async () => running?.boss.stop({ graceful: false, close: false }),
  };
}

interface Prepared {
  readonly boss: PgBoss;
  readonly schema: string;
}

/** Makes or renews the tables of pg-boss. */
async function prepare(pool: Database['pool'], log: Logger): Promise<Prepared> {
  const schema = await queueSchema(pool);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema,
    ...intervals,
    ...quiet,
  });
  boss.on('error', (error) => {
    const level = isUnavailable(error) ? 'debug' : 'error';
    log[level]({ err: error }, 'The queue could not do its housekeeping; it tries again.');
  });
  boss.on('warning', ({ message, data }) => log.warn({ data }, `The queue warns: ${message}`));
  try {
    await boss.start();
    await drawLines(boss);
    return { boss, schema };
  } catch (error) {
    await boss.stop({ graceful: false, close: false });
    throw error;
  }
}

async function drawLines(boss: PgBoss): Promise<void> {
  for (const [line, { policy, ...rules }] of Object.entries(lines)) {
    await boss.createQueue(line, { policy, ...rules });
    await boss.updateQueue(line, rules);
    // It then knows the line by heart, and never has to ask for it in the middle of somebody's transaction.
    await boss.findJobs(line, { limit: 1 });
  }
}

/** The schema of the queue's tables: `pgboss` beside a world in `public`, else that of the world, so that one goes with the other. */
export async function queueSchema(pool: Pick<Database['pool'], 'query'>): Promise<string> {
  const { rows } = await pool.query<{ readonly schema: string }>('select current_schema() as schema');
  const schema = rows[0]?.schema ?? 'public';
  return schema === 'public' ? 'pgboss' : schema;
}

const claims = (taken: readonly Taken[]) => taken.map(({ id, retryCount }) => ({ id, retryCount }));

// pg-boss takes what has the highest priority first.
const asInsert = ({ data, key, order = 0, startAfter }: Waiting) => ({
  data,
  priority: -order,
  ...(key !== undefined && { singletonKey: key }),
  ...(startAfter && { startAfter }),
});
