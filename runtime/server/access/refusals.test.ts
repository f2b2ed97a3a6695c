import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import type { RecordEvent } from '../events/record.ts';
import { auditLines } from './audit.ts';
import { type Refusal, type Refusals, refusals } from './refusals.ts';

let database: TestDatabase;
let now: number;
let told: unknown[];
let one: Refusals;
let other: Refusals;
beforeEach(async () => {
  database = await aDatabase();
  now = 0;
  told = [];
  const recordEvent: RecordEvent = async (_, event) => void told.push(event.data['address']);
  const writing = { database, recordEvent, log: pino({ level: 'silent' }), now: () => now };
  one = refusals(writing);
  other = refusals(writing);
});
afterEach(() => database.remove());

const refusal = (address: string): Refusal => ({
  type: 'auth.failed',
  key: `address:${address}`,
  actor: 'anonymous',
  address,
  path: '/scenes',
  reason: 'UNAUTHORIZED',
});
const settled = () => Promise.all([one.settled(), other.settled()]);
const written = async () => {
  const lines = await auditLines(database.sql, { before: undefined, limit: 500 });
  return lines.map(({ address, detail }) => [address, detail['repeats_before']]);
};
const aMinute = async () => {
  now += 61_000;
  await database.pool.query(`update audit set at = at - interval '61 seconds'`);
};

describe('refusals', () => {
  it('are written once a minute for each caller, over all pods', async () => {
    for (const pod of [one, other, one]) pod.note(refusal('192.0.2.1'));
    one.note(refusal('192.0.2.2'));
    await settled();
    expect((await written()).map(([address]) => address).toSorted()).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(told.toSorted()).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('are written again in the next minute, with how many there were meanwhile', async () => {
    for (let n = 0; n < 5; n++) one.note(refusal('192.0.2.1'));
    await settled();
    await aMinute();
    one.note(refusal('192.0.2.1'));
    await settled();
    expect(await written()).toEqual([
      ['192.0.2.1', 4],
      ['192.0.2.1', undefined],
    ]);
  });

  it('do not fill the disk when a thousand addresses are refused', async () => {
    for (let n = 0; n < 1000; n++) one.note(refusal(`2001:db8::${n.toString(16)}`));
    await settled();
    const lines = await written();
    expect(lines).toHaveLength(101);
    expect(lines.filter(([address]) => address === 'many')).toHaveLength(1);
    await aMinute();
    one.note(refusal('192.0.2.1'));
    await settled();
    expect((await written())[0]).toEqual(['192.0.2.1', undefined]);
  });

  it('are forgotten while the database is away', async () => {
    Object.assign(database.pool, { connect: () => Promise.reject(new Error('no database')) });
    one.note(refusal('192.0.2.1'));
    await one.settled();
    Reflect.deleteProperty(database.pool, 'connect');
    expect(await written()).toEqual([]);
  });
});
