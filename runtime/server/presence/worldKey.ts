import { createHmac } from 'node:crypto';
import type { Database } from '../database/database.ts';

/** Gives the key that all pods of a world share for one purpose; 32 bytes. Rejects when the database was not reached even once. */
export function worldKey({ sql: db }: Pick<Database, 'sql'>, purpose: string): () => Promise<Buffer> {
  let key: Buffer | undefined;
  return async () => {
    if (key) return key;
    const { ticket_key } = await db.selectFrom('world').select('ticket_key').executeTakeFirstOrThrow();
    key = createHmac('sha256', ticket_key).update(purpose).digest();
    return key;
  };
}
