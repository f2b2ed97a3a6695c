import { randomUUID } from 'node:crypto';
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

/** Headers that every answer has: who answered, the name of the request, and what browsers must not do with it. */
export function stamped(revision: string): RequestHandler[] {
  const name: RequestHandler = (req, res, next) => {
    const given = req.get('X-Request-Id');
    res.setHeader('X-Request-Id', given && /^[\w-]{1,64}$/.test(given) ? given : randomUUID());
    res.setHeader('X-Spacetime-Revision', revision);
    res.setHeader('X-XSS-Protection', '1; mode=block');
    if (req.secure) res.setHeader('Strict-Transport-Security', 'max-age=31536000');
    next();
  };
  const headers = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: apiPolicy },
    frameguard: { action: 'deny' },
    xXssProtection: false,
    strictTransportSecurity: false,
  });
  return [name, headers];
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
