import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';

/** A pod of this world. */
export interface Pod {
  /** New with each start of the process. */
  readonly id: string;
  /** Where other pods reach it: `ws://…`. */
  readonly address: string;
  readonly revision: string;
}

/** How long a pod that is silent counts as there; and after how long its row is taken out. All by the database's clock. */
const aliveSeconds = 15;
const forgottenSeconds = 60;

/** Says that this pod is there, and answers which others are. */
export async function findPods({ sql: db }: Pick<Database, 'sql'>, self: Pod): Promise<readonly Pod[]> {
  await db
    .insertInto('pods')
    .values({ ...self, seen_at: sql`now()` })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: sql`now()` }))
    .execute();
  await db.deleteFrom('pods').where('seen_at', '<', ago(forgottenSeconds)).execute();
  return db
    .selectFrom('pods')
    .select(['id', 'address', 'revision'])
    .where('seen_at', '>', ago(aliveSeconds))
    .where('id', '!=', self.id)
    .execute();
}

/** Says that this pod goes. */
export async function leavePods({ sql: db }: Pick<Database, 'sql'>, { id }: Pod): Promise<void> {
  await db.deleteFrom('pods').where('id', '=', id).execute();
}

const ago = (seconds: number) => sql<Date>`now() - make_interval(secs => ${seconds})`;
