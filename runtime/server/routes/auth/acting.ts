import type { Transaction } from 'kysely';
import { type AuditEntry, audit } from '../../access/audit.ts';
import type { Caller } from '../../access/caller.ts';
import type { Schema } from '../../database/schema.ts';
import { Problem } from '../../http/problem.ts';

/** Writes into the audit what a caller did or was refused. */
export const auditOf = (
  transaction: Transaction<Schema>,
  { name, address }: Caller,
  entry: Pick<AuditEntry, 'action' | 'outcome' | 'detail'>,
): Promise<void> => audit(transaction, { ...entry, actor: name, address });

/** The number of the caller's own token. Throws a Problem in the moment before a mounted token is written to the database. */
export function ownId({ token }: Caller): number {
  if (token?.id !== undefined) return token.id;
  throw new Problem(503, 'STARTING', 'The token is being written to the database; ask again in a moment.');
}

/** What can be wrong when the caller's own token is to be changed. */
export const ownTokenProblems = {
  409: 'The token has ended, was replaced, or there are too many.',
  503: 'The database does not answer; Retry-After says when to ask again.',
} as const;
