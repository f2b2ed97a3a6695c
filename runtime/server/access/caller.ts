import type { IncomingMessage } from 'node:http';
import type { Tokens } from './tokens.ts';

/** Who is asking. `key` names the one whose requests are counted together: a token, else an address. */
export interface Caller {
  readonly credentials: 'none' | 'wrong' | 'valid';
  readonly key: string;
}

/** Who sent a request, by its bearer token and address. */
export function callerOf(req: IncomingMessage, tokens: Tokens): Caller {
  const address = `address:${req.socket.remoteAddress ?? 'unknown'}`;
  const authorization = req.headers.authorization;
  if (authorization === undefined) return { credentials: 'none', key: address };
  const [, presented] = /^Bearer +([^\s]+)$/i.exec(authorization) ?? [];
  const digest = presented === undefined ? undefined : tokens.recognise(presented);
  return digest ? { credentials: 'valid', key: `token:${digest}` } : { credentials: 'wrong', key: address };
}

/** Kinds of client that are counted apart. */
export type Client = 'user' | 'probe' | 'check' | 'operator';

const open = /^\/(?:metrics|health|status)$|^\/api\/(?:health|status)$/;

/** Which kind of client sent a request. Only one with a token, or one that asks what anybody may, is believed. */
export function clientOf(userAgent: string | undefined, path: string, { credentials }: Caller): Client {
  const [, name] = /^(kube-probe|spacetime-operator|spacetime-check)\//.exec(userAgent ?? '') ?? [];
  if (name === 'kube-probe') return 'probe';
  if (!name || (credentials !== 'valid' && !open.test(path))) return 'user';
  return name === 'spacetime-operator' ? 'operator' : 'check';
}
