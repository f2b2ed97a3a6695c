import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { turnOf } from '../database/turn.ts';
import type { Call } from './operation.ts';
import { Problem } from './problem.ts';

const header = 'idempotency-key';
const rightKey = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** What a request that repeats another may be told (draft-ietf-httpapi-idempotency-key-header-07). */
export const idempotencyProblems = {
  409: 'A request with this Idempotency-Key is being answered right now; ask again.',
  422: 'This Idempotency-Key was used with another body.',
} as const;

type Asked = Pick<Call<unknown, unknown, unknown>, 'request' | 'caller' | 'body'>;

/**
 * Does something in a transaction, once for each `Idempotency-Key` of a caller: who repeats a request within a day gets the first
 * answer again. The answer is kept in the same transaction, so a request that did not commit can be repeated as if it had not been.
 */
export const idempotently = <T>(
  { sql: db }: Database,
  asked: Asked,
  act: (transaction: Transaction<Schema>) => Promise<T>,
): Promise<T> =>
  db.transaction().execute(async (transaction) => {
    const key = asked.request.get(header)?.trim();
    if (key === undefined) return act(transaction);
    if (!rightKey.test(key))
      throw new Problem(
        400,
        'INVALID_INPUT',
        'Idempotency-Key must be 1 to 255 printable ASCII characters.',
        {
          field: 'Idempotency-Key',
        },
      );
    const caller = asked.caller.key;
    const request_hash = fingerprint(asked);
    await takeTurn(transaction, `${caller} ${key}`);
    const known = await transaction
      .selectFrom('idempotency')
      .select(['request_hash', 'body'])
      .where('caller', '=', caller)
      .where('key', '=', key)
      .executeTakeFirst();
    if (known) return repeated<T>(known, request_hash);
    const answer = await act(transaction);
    await transaction
      .insertInto('idempotency')
      .values({ key, caller, request_hash, status: 200, body: JSON.stringify(answer) })
      .execute();
    return answer;
  });

function fingerprint({ request, body }: Asked): string {
  const { path } = request.route as { readonly path: string };
  return createHash('sha256')
    .update(`${request.method} ${path} ${JSON.stringify(body)}`)
    .digest('hex');
}

async function takeTurn(transaction: Transaction<Schema>, name: string): Promise<void> {
  const { rows } = await sql<{
    readonly mine: boolean;
  }>`select pg_try_advisory_xact_lock(${turnOf(name)}) as mine`.execute(transaction);
  if (!rows[0]?.mine) throw new Problem(409, 'REQUEST_IN_FLIGHT', idempotencyProblems[409]);
}

function repeated<T>(
  { request_hash, body }: { readonly request_hash: string; readonly body: string | null },
  asked: string,
): T {
  if (request_hash !== asked) throw new Problem(422, 'IDEMPOTENCY_KEY_REUSED', idempotencyProblems[422]);
  return JSON.parse(body ?? 'null') as T;
}
