import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** Who a visitor is. `turn` grows with each connection, so that of two with the same id the later one counts. */
const Identity = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(40),
  turn: z.int().min(0),
});
export type Identity = Readonly<z.infer<typeof Identity>>;

const macBytes = 32;
const mac = (text: Buffer, key: Buffer) => createHmac('sha256', key).update(text).digest();

/** What a visitor shows to come back as the same: base64url, good on every pod of the world. */
export function resumeToken(identity: Identity, key: Buffer): string {
  const { id, name, turn } = identity;
  const text = Buffer.from(JSON.stringify({ id, name, turn }));
  return Buffer.concat([mac(text, key), text]).toString('base64url');
}

/** Who made such a token out; nothing when it is not of this world. */
export function resumed(token: string, key: Buffer): Identity | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length <= macBytes) return undefined;
  const text = bytes.subarray(macBytes);
  if (!timingSafeEqual(bytes.subarray(0, macBytes), mac(text, key))) return undefined;
  return Identity.parse(JSON.parse(String(text)));
}
