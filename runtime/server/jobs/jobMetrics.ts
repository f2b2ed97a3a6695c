import { Counter, Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database.ts';
import type { Ending } from './attempt.ts';
import { jobTypes } from './job.ts';
import { recently } from './recently.ts';

const keptMilliseconds = 5000;
const patienceMilliseconds = 500;

/** Counts jobs by how they ended in this process, and shows how many wait in the world. */
export function jobMetrics(
  registry: Registry,
  { sql: db }: Pick<Database, 'sql'>,
  now: () => number,
): (type: string, status: Ending['status']) => void {
  const registers = [registry];
  const waiting = recently({ now, keptMilliseconds, patienceMilliseconds }, async () => {
    const count = db.fn.countAll<number>().as('count');
    const row = await db.selectFrom('jobs').select(count).where('status', '=', 'queued').executeTakeFirst();
    return row?.count ?? 0;
  });
  new Gauge({
    name: 'job_queue_pending',
    help: 'Jobs of this world that wait to be begun; every pod tells the same. NaN while the database does not say.',
    registers,
    async collect() {
      this.set((await waiting()) ?? Number.NaN);
    },
  });
  const jobs = new Counter({
    name: 'spacetime_jobs_total',
    help: 'Jobs that this process ended, by how they ended.',
    labelNames: ['type', 'status'],
    registers,
  });
  for (const type of jobTypes)
    for (const status of ['completed', 'failed', 'cancelled']) jobs.inc({ type, status }, 0);
  return (type, status) => jobs.inc({ type, status });
}
