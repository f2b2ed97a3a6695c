import { sql } from 'kysely';
import { pino } from 'pino';
import { openSignals, type Signals, signalSql, signalsName } from '../../server/database/signals.ts';
import { aDatabase, type TestDatabase } from '../aDatabase.ts';
import { until } from '../until.ts';

let database: TestDatabase;
let signals: Signals;
beforeEach(async () => {
  database = await aDatabase();
  signals = openSignals(database.url, pino({ level: 'silent' }));
});
afterEach(async () => {
  await signals.close();
  await database.remove();
});

const listener = async (): Promise<number | undefined> => {
  const { rows } = await database.pool.query(
    `select pid from pg_stat_activity
     where datname = current_database() and application_name = $1 and state = 'idle' and query ilike 'listen%'`,
    [signalsName],
  );
  return rows[0]?.pid;
};

describe('the connection for signals', () => {
  it('is made again when somebody ends it, and hears what comes then', async () => {
    let heard = 0;
    signals.on('scene', () => {
      heard += 1;
    });
    const first = await until('the connection', listener);
    await database.pool.query('select pg_terminate_backend($1)', [first]);
    await until('another connection', async () => {
      const next = await listener();
      return next !== undefined && next !== first;
    });
    // The poll alone would take longer than anybody waits here.
    await until('thirty signals', async () => {
      await sql.raw(signalSql('scene')).execute(database.sql);
      return heard > 30;
    });
  });

  it('is missed by nobody for long: everything is asked for again when it is back', async () => {
    let heard = 0;
    const first = await until('the connection', async () => {
      signals.on('tokens', () => {
        heard += 1;
      });
      return listener();
    });
    const before = heard;
    await database.pool.query('select pg_terminate_backend($1)', [first]);
    await until('a question', () => heard > before);
  });
});
