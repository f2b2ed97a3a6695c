import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '../database/database.ts';

/**
 * What a ticket opens: a `visitor` the sockets of the page, an `invitation` the address of the world where visitors need one,
 * an `api` ticket the telemetry port, in the name of a token.
 */
type TicketKind = 'visitor' | 'invitation' | 'api';

/** What a ticket says. */
interface TicketClaims {
  readonly kind: TicketKind;
  /** When it ends, in seconds since 1970. */
  readonly until: number;
  readonly nonce: string;
  /** The only origin whose pages may use it; any when there is none. */
  readonly origin?: string;
  /** The id of the token in whose name it was made. */
  readonly token?: number;
}

/** A ticket to be made. It lives as long as its kind usually does unless `seconds` says otherwise. */
export type TicketWish = Pick<TicketClaims, 'kind' | 'origin' | 'token'> & { readonly seconds?: number };

/** Where a ticket is shown: `at` is the path or the port, `origin` what the browser says about the page. */
export interface TicketDoor {
  readonly kind: TicketKind;
  readonly at: string;
  readonly origin: string | undefined;
}

/** Why a ticket does not open a door, as one sentence. */
interface TicketFault {
  readonly fault: string;
}

/** Short-lived signed tickets, for browsers, which cannot send an API token with a WebSocket. All pods of a world accept them. */
export interface Tickets {
  /** Base64url text. Rejects when the database was not reached even once. */
  readonly issue: (wish: TicketWish) => Promise<string>;
  /** What a ticket says, used or not. */
  readonly read: (ticket: string, door: TicketDoor) => Promise<TicketClaims | TicketFault>;
  /**
   * As `read`, and uses it up: an `api` ticket for all pods, which needs the database; any other for this door of this pod, without
   * a query.
   */
  readonly redeem: (ticket: string, door: TicketDoor) => Promise<TicketClaims | TicketFault>;
}

const lifeSeconds: Readonly<Record<TicketKind, number>> = { visitor: 120, invitation: 3600, api: 30 };
const macBytes = 32;
const used = { fault: 'The ticket was used before; ask for another.' };

/** Tickets signed with the key of the world. `now` is in milliseconds. */
export function tickets(database: Pick<Database, 'sql'>, now: () => number): Tickets {
  const key = worldKey(database);
  const here = usedHere(now);
  const read: Tickets['read'] = async (ticket, door) => {
    const claims = signedClaims(ticket, await key());
    if (!claims) return { fault: 'The ticket is not one of this world.' };
    return fault(claims, door, now()) ?? claims;
  };
  return {
    issue: async ({ seconds, ...wish }) => {
      const until = Math.floor(now() / 1000) + (seconds ?? lifeSeconds[wish.kind]);
      return signed({ ...wish, until, nonce: randomBytes(12).toString('base64url') }, await key());
    },
    read,
    redeem: async (ticket, door) => {
      const claims = await read(ticket, door);
      if ('fault' in claims) return claims;
      const first =
        claims.kind === 'api' ? await useEverywhere(database, claims) : here(claims.nonce + door.at, claims);
      return first ? claims : used;
    },
  };
}

/** The signing key, read once it is needed and kept from then on. */
function worldKey({ sql: db }: Pick<Database, 'sql'>): () => Promise<Buffer> {
  let key: Buffer | undefined;
  return async () => {
    key ??= (await db.selectFrom('world').select('ticket_key').executeTakeFirstOrThrow()).ticket_key;
    return key;
  };
}

const mac = (claims: Buffer, key: Buffer) => createHmac('sha256', key).update(claims).digest();

function signed(claims: TicketClaims, key: Buffer): string {
  const text = Buffer.from(JSON.stringify(claims));
  return Buffer.concat([mac(text, key), text]).toString('base64url');
}

function signedClaims(ticket: string, key: Buffer): TicketClaims | undefined {
  const bytes = Buffer.from(ticket, 'base64url');
  if (bytes.length <= macBytes || bytes.toString('base64url') !== ticket) return undefined;
  const claims = bytes.subarray(macBytes);
  if (!timingSafeEqual(bytes.subarray(0, macBytes), mac(claims, key))) return undefined;
  return JSON.parse(String(claims)) as TicketClaims;
}

function fault(
  { kind, until, origin }: TicketClaims,
  door: TicketDoor,
  now: number,
): TicketFault | undefined {
  if (kind !== door.kind) return { fault: `This needs a ticket of the kind ${door.kind}, not ${kind}.` };
  if (until * 1000 <= now) return { fault: 'The ticket has expired; ask for another.' };
  if (origin !== undefined && origin !== door.origin)
    return { fault: `The ticket is for pages of ${origin} only.` };
  return undefined;
}

/** Remembers what was used until it would have ended anyway. Answers whether this is the first time. */
function usedHere(now: () => number): (name: string, claims: TicketClaims) => boolean {
  const until = new Map<string, number>();
  return (name, claims) => {
    for (const [other, end] of until) {
      // In the order of use, so what follows is younger.
      if (end * 1000 > now()) break;
      until.delete(other);
    }
    if (until.has(name)) return false;
    until.set(name, claims.until);
    return true;
  };
}

async function useEverywhere(
  { sql: db }: Pick<Database, 'sql'>,
  { nonce, until }: TicketClaims,
): Promise<boolean> {
  await db.deleteFrom('used_tickets').where('expires_at', '<', new Date()).execute();
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('used_tickets')
    .values({ nonce, expires_at: new Date((until + 60) * 1000) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
