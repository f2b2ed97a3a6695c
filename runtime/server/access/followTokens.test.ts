import { pino } from 'pino';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { changeTokens } from './changeTokens.ts';
import { type FollowedTokens, followTokens } from './followTokens.ts';
import { revokeTokens } from './revokeTokens.ts';
import { scopes } from './scopes.ts';
import { type Keyring, keyring } from './tokens.ts';

const log = pino({ level: 'silent' });
const [first, second] = ['the-first-token-of-1', 'the-second-token-of-2'];

let database: TestDatabase;
let now: number;
beforeEach(async () => {
  database = await aDatabase();
  now = Date.now();
});
afterEach(() => database.remove());

interface Pod extends FollowedTokens {
  readonly ring: Keyring;
}
const aPod = async (token: string): Promise<Pod> => {
  const ring = keyring(() => now);
  ring.mount('API_TOKEN', token, scopes);
  const tokens = await followTokens(ring, { database, signals: { on: () => {} }, log, overlapSeconds: 3600 });
  return { ...tokens, ring };
};
const mount = async ({ ring, refresh }: Pod, token: string) => {
  ring.mount('API_TOKEN', token, scopes);
  await refresh();
};
const knows = ({ recognise }: Pod) => [first, second].map((token) => recognise(token) !== undefined);

describe('mounted tokens', () => {
  it('are known to every pod as soon as one has the new file, and the old one for an hour', async () => {
    const [fast, slow] = [await aPod(first), await aPod(first)];
    await mount(fast, second);
    await slow.refresh();
    expect([knows(fast), knows(slow)]).toEqual([
      [true, true],
      [true, true],
    ]);
    now += 3_660_000;
    expect([knows(fast), knows(slow)]).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it('stay known for good when they are mounted again', async () => {
    const pod = await aPod(first);
    await mount(pod, second);
    await mount(pod, first);
    now += 3_660_000;
    expect(knows(pod)).toEqual([true, false]);
  });

  it('have the same number on every pod, so that their requests are counted together', async () => {
    const ids = [await aPod(first), await aPod(first)].map(({ recognise }) => recognise(first)?.id);
    expect(ids).toEqual([1, 1]);
    const lines = await database.sql.selectFrom('audit').select('action').execute();
    expect(lines).toHaveLength(1);
  });

  it('stay revoked although they are still mounted, also in pods that start later', async () => {
    const pod = await aPod(second);
    await mount(pod, first);
    const id = pod.recognise(second)?.id ?? 0;
    await changeTokens(database, (transaction) => revokeTokens(transaction, { id }));
    await pod.refresh();
    const later = await aPod(second);
    await pod.refresh();
    now += 3_660_000;
    expect([knows(pod), knows(later)]).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it('are recognised before the database is there, and written to it when it is', async () => {
    Object.assign(database.pool, { connect: () => Promise.reject(new Error('no database')) });
    const pod = await aPod(first);
    expect(pod.recognise(first)?.id).toBeUndefined();
    expect(knows(pod)).toEqual([true, false]);
    Reflect.deleteProperty(database.pool, 'connect');
    await pod.refresh();
    expect(pod.recognise(first)?.id).toBe(1);
  });
});
