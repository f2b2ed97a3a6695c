import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database.ts';

/** How many connections to the database are in which state, and how many requests wait for one. */
export interface Connections {
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

/** The connections of this process now. */
export const connectionsOf = ({ pool }: Pick<Database, 'pool'>): Connections => ({
  busy: pool.totalCount - pool.idleCount,
  idle: pool.idleCount,
  waiting: pool.waitingCount,
});

/** The database as this process sees it. */
export function describeDatabase(registry: Registry, database: Pick<Database, 'pool' | 'isAvailable'>): void {
  const registers = [registry];
  new Gauge({
    name: 'spacetime_database_available',
    help: '1 while the database answers, 0 while it is away or not prepared yet.',
    registers,
    collect() {
      this.set(database.isAvailable() ? 1 : 0);
    },
  });
  new Gauge({
    name: 'spacetime_database_connections',
    help: 'Connections of this process to the database, busy or idle, and requests waiting for one.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(connectionsOf(database))) this.set({ state }, count);
    },
  });
}
