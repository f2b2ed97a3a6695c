import type { IncomingMessage } from 'node:http';
import { type AddressOf, addressKey } from './address.ts';
import { type Scope, scopes } from './scopes.ts';
import type { KnownToken, Tokens } from './tokens.ts';

/** Who is asking. `key` names the one whose requests are counted together: a token, else an address. */
export interface Caller {
  readonly credentials: 'none' | 'wrong' | 'valid';
  readonly key: string;
  /** The token's name, or `anonymous`. */
  readonly name: string;
  readonly address: string;
  readonly scopes: readonly Scope[];
  /** The token that was shown, if it is accepted. */
  readonly token: KnownToken | undefined;
}

/** How callers are told apart. */
export interface Telling {
  readonly tokens: Pick<Tokens, 'recognise'>;
  readonly addressOf: AddressOf;
}

/**
 * Who sent a request. `Authorization: Bearer` names the caller; `X-Admin-Token` adds what its token is good for, or names the caller
 * when it comes alone. One wrong token makes both wrong.
 */
export function callerOf(req: IncomingMessage, { tokens, addressOf }: Telling): Caller {
  const address = addressOf(req);
  const presented = presentedBy(req);
  const found = presented.map((token) => token && tokens.recognise(token));
  const known = found.filter((token) => token !== undefined && token !== '');
  const [token] = known;
  if (!token || known.length < found.length) {
    const credentials = presented.length === 0 ? 'none' : 'wrong';
    return {
      credentials,
      key: addressKey(address),
      name: 'anonymous',
      address,
      scopes: [],
      token: undefined,
    };
  }
  const granted = scopes.filter((scope) => known.some((one) => one.scopes.includes(scope)));
  return { credentials: 'valid', key: tokenKey(token), name: token.name, address, scopes: granted, token };
}

/** The name under which the requests of a token are counted. */
const tokenKey = ({ family, name }: KnownToken): string => `token:${family ?? name}`;

/** Each token that a request brings; nothing where there should be one. */
function presentedBy({ headers }: IncomingMessage): (string | undefined)[] {
  const { authorization, 'x-admin-token': admin } = headers;
  const bearer = authorization === undefined ? [] : [/^Bearer +([^\s]+)$/i.exec(authorization)?.[1]];
  return admin === undefined ? bearer : [...bearer, String(admin)];
}

/** Kinds of client that are counted apart. */
export type Client = 'user' | 'probe' | 'check' | 'operator';

const open = /^\/(?:metrics|health|status)$|^\/api(?:\/v2)?\/(?:health|status)$/;

/** Which kind of client sent a request. Only one with a token, or one that asks what anybody may, is believed. */
export function clientOf(
  userAgent: string | undefined,
  path: string,
  { credentials }: Pick<Caller, 'credentials'>,
): Client {
  const [, name] = /^(kube-probe|spacetime-operator|spacetime-check)\//.exec(userAgent ?? '') ?? [];
  if (name === 'kube-probe') return 'probe';
  if (!name || (credentials !== 'valid' && !open.test(path))) return 'user';
  return name === 'spacetime-operator' ? 'operator' : 'check';
}
