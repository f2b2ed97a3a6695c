import { aDatabase } from '../../runtime/test/aDatabase.ts';
import { startServer } from '../../runtime/test/databaseServer.setup.ts';

/** The database that the worlds of a bench share: it is part of no system, and fails for all or for none. */
export interface BenchDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a real PostgreSQL on this machine, at an address that pods reach. */
export async function startDatabase(address: string): Promise<BenchDatabase> {
  const stop = await startServer({ durable: true, address });
  const database = await aDatabase({ empty: true });
  return {
    url: database.url,
    close: async () => {
      await database.remove();
      await stop();
    },
  };
}
