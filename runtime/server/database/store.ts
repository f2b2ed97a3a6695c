import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type Database, openDatabase } from './database.ts';
import { prepareDatabase } from './prepare.ts';
import { openSignals, type Signals } from './signals.ts';
import { databaseSource } from './source.ts';
import { inSchema, temporarySchema } from './temporarySchema.ts';

/** Everything about the database of a world that a running process holds. */
export interface Store {
  readonly database: Database;
  readonly signals: Signals;
  /**
   * Waits until the database can be used and resolves when `use` has. `use` runs again when the database goes away meanwhile.
   * Throws ConfigurationRefused when the database cannot be used; rejects when the store is closed.
   */
  readonly prepare: (use: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens without waiting for the database, which rejects until it is prepared. Throws ConfigurationRefused when none is named that could work. */
export async function openStore(config: Config, log: Logger): Promise<Store> {
  const source = await databaseSource(config, log);
  const { temporarySchema: schema, databaseConnections: connections } = config;
  const url = schema === undefined ? source.url : inSchema(source.url, schema);
  const temporary = schema === undefined ? undefined : temporarySchema(url, schema, log);
  const migrated = Promise.withResolvers<void>();
  const stopping = new AbortController();
  const tell = (answers: boolean) => {
    if (answers) log.info('The database answers again.');
    else log.error('The database does not answer; it is asked until it does.');
  };
  const database = openDatabase({ url, connections, migrated: migrated.promise, tell });
  const signals = openSignals(url, log);
  return {
    database,
    signals,
    prepare: async (use) => {
      await source.start();
      await prepareDatabase(url, {
        log,
        stop: stopping.signal,
        begin: temporary?.make,
        use: async () => {
          migrated.resolve();
          await migrated.promise;
          await use();
        },
      });
    },
    close: async () => {
      stopping.abort();
      await signals.close();
      await database.close();
      await temporary?.drop();
      await source.close();
    },
  };
}
