import type { Contents } from '../../../runtime/server/database/transfer/contents.ts';

/** `world 01234567-…, as it was at 2026-03-01T12:00:00.000Z: 12 events, 3 webhooks`. */
export function contentsText({ header, rows }: Contents): string {
  const counts = Object.entries(rows).flatMap(([table, count]) =>
    table === 'world' || count === 0 ? [] : [`${count} ${table.replaceAll('_', ' ')}`],
  );
  const what = `world ${header.world}, as it was at ${header.exported_at}`;
  return counts.length === 0 ? `${what}, empty` : `${what}: ${counts.join(', ')}`;
}
