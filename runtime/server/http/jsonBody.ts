import express, { type Request, type RequestHandler } from 'express';
import { plain } from './plainJson.ts';
import { Problem } from './problem.ts';

const asJson: RequestHandler = (req, _res, next) => {
  if (!req.is('application/json'))
    throw new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be application/json, with a body.');
  const [, charset] = /;\s*charset="?([^";\s]+)/i.exec(req.get('Content-Type') ?? '') ?? [];
  if (charset && !/^utf-?8$/i.test(charset))
    throw new Problem(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'Content-Type must say charset=utf-8, or nothing of it.',
    );
  next();
};

const parse: RequestHandler = (req, _res, next) => {
  req.body = parsed(Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));
  next();
};

/** Reads a JSON body of at most 1 MiB into `req.body`: a plain object or list, UTF-8, not compressed. */
export const jsonBody: RequestHandler[] = [
  asJson,
  express.raw({ type: () => true, limit: '1mb', inflate: false }),
  parse,
];

/** The same where no body is needed: what is sent all the same must be JSON too. */
export const optionalBody: RequestHandler = (req, res, next) =>
  hasBody(req) ? whatIsSent(req, res, next) : next();

const whatIsSent = express.Router().use(jsonBody);

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function parsed(bytes: Buffer): unknown {
  const text = decoded(bytes);
  if (text.startsWith('\uFEFF'))
    throw new Problem(400, 'INVALID_JSON', 'The body must not begin with a byte order mark.');
  const value = fromJson(text);
  if (typeof value !== 'object' || value === null) throw noObject();
  plain(value);
  return value;
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'INVALID_JSON', 'The body must be UTF-8.');
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noObject();
  }
}

const noObject = () => new Problem(400, 'INVALID_JSON', 'The body must be a JSON object.');
