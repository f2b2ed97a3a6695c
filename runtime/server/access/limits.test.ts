import type { QueryConfig } from 'pg';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { type Limits, sharedLimits } from './limits.ts';

let database: TestDatabase;
let limits: Limits;
let queries: number;
let isAway: boolean;
beforeEach(async () => {
  database = await aDatabase();
  [queries, isAway] = [0, false];
  const { pool } = database;
  const counting = {
    query: (query: QueryConfig) => {
      queries += 1;
      return isAway ? Promise.reject(new Error('no database')) : pool.query(query);
    },
  } as typeof pool;
  limits = sharedLimits({ pool: counting, pods: () => 3 });
});
afterEach(() => database.remove());

const ten = { requests: 10, seconds: 60 };
const take = async (times: number) => {
  const places = [];
  for (let n = 0; n < times; n++) places.push(await limits.take('ann', ten));
  return places.map(({ isAllowed }) => isAllowed).filter(Boolean).length;
};

describe('shared limits', () => {
  it('cost a query for each request that is allowed, and none for others', async () => {
    expect([await take(10), queries]).toEqual([10, 10]);
    expect([await take(20), queries]).toEqual([0, 10]);
  });

  it('cost two queries for a hundred requests at once', async () => {
    const places = await Promise.all(Array.from({ length: 100 }, () => limits.take('ann', ten)));
    expect(places.filter(({ isAllowed }) => isAllowed)).toHaveLength(10);
    expect(places.slice(0, 11).map(({ left }) => left)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0]);
    expect(queries).toBe(2);
  });

  it('start again when the window is over', async () => {
    await take(10);
    const another = sharedLimits({ pool: database.pool, pods: () => 1 });
    await database.pool.query('update rate_limits set expire = expire - 60000');
    expect(await another.take('ann', ten)).toMatchObject({ isAllowed: true, left: 9 });
  });

  it('admit a share of the limit while the database is away, and go on where they were when it is back', async () => {
    expect(await take(2)).toBe(2);
    isAway = true;
    expect(await take(10)).toBe(4);
    isAway = false;
    expect(await take(20)).toBe(8);
  });
});
