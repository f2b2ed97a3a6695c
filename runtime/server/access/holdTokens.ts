import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

const lock = 0x73_74_74_6b;

/** Lets one transaction at a time decide about tokens, in all pods, so that no two end the last admin's token between them. */
export async function holdTokens(transaction: Transaction<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lock})`.execute(transaction);
}
