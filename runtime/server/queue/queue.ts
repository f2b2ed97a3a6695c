import type { Transaction } from 'kysely';
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
  /** The work that is next in line, or nothing. */
  readonly take: (line: Line) => Promise<Taken | undefined>;
  /** Says that somebody still works on these. */
  readonly keep: (line: Line, taken: readonly Taken[]) => Promise<void>;
  /** Takes work out of the line when the transaction commits. Throws ClaimLost when another has it by now. */
  readonly finish: (transaction: Transaction<Schema>, line: Line, taken: Taken) => Promise<void>;
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
  let running: PgBoss | undefined;
  const boss = () => {
    if (!running) throw new DatabaseUnavailable('The queue is not prepared yet.');
    return running;
  };
  return {
    start: async () => {
      if (!running) running = await prepared(pool, log);
    },
    send: async (transaction, line, work) => {
      if (work.length === 0) return;
      await boss().insert(line, work.map(asInsert), { db: fromKysely(transaction) });
    },
    take: async (line) => (await boss().fetch<Taken['data']>(line))[0],
    keep: async (line, taken) => {
      if (taken.length > 0) await boss().touch(line, claims(taken));
    },
    finish: async (transaction, line, taken) => {
      const done = await boss().complete(line, claims([taken]), null, { db: fromKysely(transaction) });
      // Every answer of pg-boss has it; its types leave it out.
      if ((done as { readonly affected: number }).affected !== 1)
        throw new ClaimLost('Another worker has it.');
    },
    giveBack: async (line, taken) => void (await boss().fail(line, claims([taken]))),
    close: async () => running?.stop({ graceful: false, close: false }),
  };
}

/** Makes or renews the tables of pg-boss. */
async function prepared(pool: Database['pool'], log: Logger): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: await queueSchema(pool),
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
    return boss;
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
