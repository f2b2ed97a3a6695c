import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const apiPolicy = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };

const pagePolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  connectSrc: ["'self'", 'blob:'],
  workerSrc: ["'self'", 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

type HelmetHandler = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

/** What helmet sets is the same for every answer, so it is asked once. */
function headersOf(handler: HelmetHandler): readonly (readonly [string, string])[] {
  const headers = new Map<string, string>();
  const res = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  handler({} as IncomingMessage, res as unknown as ServerResponse, () => {});
  return [...headers];
}

/** Headers that every answer has: who answered, the name of the request, and what browsers must not do with it. */
export function stamped(revision: string): RequestHandler {
  const headers = headersOf(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: apiPolicy },
      frameguard: { action: 'deny' },
      xXssProtection: false,
      strictTransportSecurity: false,
    }),
  );
  return (req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value);
    const given = req.get('X-Request-Id');
    res.setHeader('X-Request-Id', given && /^[\w-]{1,64}$/.test(given) ? given : randomUUID());
    res.setHeader('X-Spacetime-Revision', revision);
    res.setHeader('X-XSS-Protection', '1; mode=block');
    if (req.secure) res.setHeader('Strict-Transport-Security', 'max-age=31536000');
    next();
  };
}

/** What the page and its files may do: load from here, draw, and enter VR. */
export const forPage: RequestHandler[] = [
  helmet.contentSecurityPolicy({ useDefaults: false, directives: pagePolicy }),
  (_req, res, next) => {
    res.setHeader(
      'Permissions-Policy',
      'xr-spatial-tracking=(self), camera=(), microphone=(), geolocation=()',
    );
    next();
  },
];
