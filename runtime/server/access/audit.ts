import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** One line of the audit: what was done or refused, by whom, from where. */
export interface AuditEntry {
  readonly action: string;
  /** The name of the token that asked, or `anonymous`. */
  readonly actor: string;
  readonly address: string | undefined;
  readonly outcome: 'done' | 'refused';
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A line that was written: `id` grows, `at` is ISO 8601. */
export interface AuditLine extends AuditEntry {
  readonly id: number;
  readonly at: string;
}

/** Writes a line in the transaction of what it tells, so that both happen or neither. Lines are never changed. */
export async function audit(transaction: Transaction<Schema>, entry: AuditEntry): Promise<void> {
  const { address = null, detail, ...rest } = entry;
  await transaction
    .insertInto('audit')
    .values({ ...rest, address, detail: JSON.stringify(detail) })
    .execute();
}

/** Lines older than `before`, newest first. */
export async function auditLines(
  db: Kysely<Schema>,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<AuditLine[]> {
  const all = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
  const rows = await (before === undefined ? all : all.where('id', '<', before)).execute();
  return rows.map(({ at, address, ...row }) => ({
    ...row,
    at: at.toISOString(),
    address: address ?? undefined,
  }));
}
