import type { IncomingMessage } from 'node:http';
import type { Tokens } from './tokens.ts';

/** What a token is good for. */
export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Who is asking. `key` names the one whose requests are counted together: a token, else an address. */
export interface Caller {
  readonly credentials: 'none' | 'wrong' | 'valid';
  readonly key: string;
  /** The token's name, or `anonymous`. */
  readonly name: string;
  readonly address: string;
  readonly scopes: readonly Scope[];
}

/** Who sent a request, by its bearer token and address. */
export function callerOf(req: IncomingMessage, tokens: Tokens): Caller {
  const address = req.socket.remoteAddress ?? 'unknown';
  const stranger = { key: `address:${address}`, name: 'anonymous', address, scopes: [] };
  const authorization = req.headers.authorization;
  if (authorization === undefined) return { ...stranger, credentials: 'none' };
  const [, presented] = /^Bearer +([^\s]+)$/i.exec(authorization) ?? [];
  const digest = presented === undefined ? undefined : tokens.recognise(presented);
  if (!digest) return { ...stranger, credentials: 'wrong' };
  return { credentials: 'valid', key: `token:${digest}`, name: 'API_TOKEN', address, scopes };
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
