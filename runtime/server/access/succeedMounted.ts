import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { Problem } from '../http/problem.ts';
import { later } from './issueToken.ts';
import { writeMounted } from './registerMounted.ts';
import type { MountedToken } from './tokens.ts';

/** For how long an announced token is accepted without another word, in seconds: longer than any check that its place waits for. Nobody has it until then. */
const announcedSeconds = 86_400;

/**
 * Makes a token known that will be mounted soon, so that every pod accepts it before anybody can have it. Nothing else changes. Throws a
 * Problem when it was revoked.
 */
export async function announceMounted(
  transaction: Transaction<Schema>,
  { name, digest, scopes }: MountedToken,
): Promise<void> {
  const until = later(announcedSeconds);
  await refuseRevoked(transaction, digest);
  await transaction
    .insertInto('tokens')
    .values({
      name,
      scopes: [...scopes],
      digest: Buffer.from(digest, 'hex'),
      source: 'issued',
      life_seconds: announcedSeconds,
      expires_at: until,
      replaced_by: null,
      limit_requests: null,
    })
    .onConflict((conflict) =>
      conflict.column('digest').doUpdateSet({ expires_at: until }).where('tokens.source', '=', 'issued'),
    )
    .execute();
}

/**
 * Takes a token for the one that is mounted, also where the file is not new yet, and ends others of its name in so many seconds, or when
 * they end already. Those were replaced: a pod whose file is old does not bring them back. Throws a Problem when it was revoked.
 */
export async function succeedMounted(
  transaction: Transaction<Schema>,
  mounted: MountedToken,
  othersEndInSeconds: number,
): Promise<void> {
  await refuseRevoked(transaction, mounted.digest);
  const digest = Buffer.from(mounted.digest, 'hex');
  const { id } = await writeMounted(transaction, { ...mounted, digest });
  const end = later(othersEndInSeconds);
  await transaction
    .updateTable('tokens')
    // A pod that has read the new file first gave them the usual overlap, which is not what was asked for; one that had ended stays so.
    .set({
      expires_at: sql<Date>`case when replaced_by is null and (expires_at is null or expires_at > now()) then ${end} else least(expires_at, ${end}) end`,
      replaced_by: id,
    })
    .where('source', '=', 'mounted')
    .where('name', '=', mounted.name)
    .where('digest', '<>', digest)
    .where('revoked_at', 'is', null)
    .execute();
}

async function refuseRevoked(transaction: Transaction<Schema>, digest: string): Promise<void> {
  const row = await transaction
    .selectFrom('tokens')
    .select('revoked_at')
    .where('digest', '=', Buffer.from(digest, 'hex'))
    .executeTakeFirst();
  if (row?.revoked_at) throw new Problem(409, 'TOKEN_ENDED', 'The token was revoked; give another.');
}
