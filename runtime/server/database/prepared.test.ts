import type { PoolClient } from 'pg';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await aDatabase();
});
afterEach(() => database.remove());

const often = 8;
const prepared = async (client: PoolClient) => {
  const { rows } = await client.query<{ statement: string }>(
    'select statement from pg_prepared_statements order by statement',
  );
  return rows.map(({ statement }) => statement);
};

describe('what a connection asks', () => {
  it('is prepared when it is asked often, by whatever way', async () => {
    const client = await database.pool.connect();
    const [awaited, called] = ['select $1::int + 1 as sum', 'select $1::int + 2 as sum'];
    for (let n = 0; n < often; n++) {
      expect((await client.query(awaited, [n])).rows).toEqual([{ sum: n + 1 }]);
      const sum = await new Promise((resolve, reject) =>
        client.query(called, [n], (error, result) => (error ? reject(error) : resolve(result.rows[0].sum))),
      );
      expect(sum).toBe(n + 2);
    }
    expect(await prepared(client)).toEqual([awaited, called]);
    client.release();
  });

  it('goes on to be answered after a column was added', async () => {
    const client = await database.pool.connect();
    await client.query('create table things (id int); insert into things values (1)');
    const ask = async () => [
      (await client.query('select * from things where id = $1', [1])).rows,
      (await client.query('select id from things where id = $1', [1])).rows,
    ];
    for (let n = 0; n < often; n++) expect(await ask()).toEqual([[{ id: 1 }], [{ id: 1 }]]);
    await client.query('alter table things add column name text');
    expect(await ask()).toEqual([[{ id: 1, name: null }], [{ id: 1 }]]);
    client.release();
  });

  it('is not prepared when it is several statements', async () => {
    const client = await database.pool.connect();
    for (let n = 0; n < often; n++) await client.query('select 1; select 2', []);
    expect(await prepared(client)).toEqual([]);
    client.release();
  });
});
