import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response } from 'express';
import type { Deps } from '../deps.ts';
import { Problem } from '../http/problem.ts';

const revisionName = /^[bcdfghjklmnpqrstvwxz2456789]{10}$/;
const plainPath = /^(?:\/[\w-][\w.-]*)+$/;
const patienceMilliseconds = 5000;
const passedOn = ['content-type', 'cache-control', 'etag', 'last-modified'];

/**
 * Fetches files of another revision of this world from that revision's Service: while two revisions serve, a page of one
 * may ask a pod of the other. Asks no other host, one hop only, and passes the rest on to this revision's own routes, as it does scenes of a
 * revision that does not answer.
 */
export function otherRevision({ config, fetch }: Deps): RequestHandler<{ revision: string }> {
  return async (req, res, next) => {
    const { revision } = req.params;
    if (revision === config.revision) return next();
    const path = req.path.slice(`/r/${revision}`.length);
    const known = revisionName.test(revision) && plainPath.test(path) && !req.get('X-Spacetime-Forwarded');
    if (!known || !config.servicePrefix)
      throw new Problem(404, 'REVISION_NOT_FOUND', `There is no revision ${revision} here.`);
    // A Service listens on port 80, whatever its pods listen on.
    const origin = `http://${config.servicePrefix}-${revision}`;
    const answer = await goodAnswer(() => fetch(`${origin}${req.path}`, request()));
    if (answer) return passOn(answer, res);
    // A revision that is gone has left its visitors to this one, whose scene is the one they shall see.
    if (path.startsWith('/world/')) return next();
    throw new Problem(
      502,
      'REVISION_UNREACHABLE',
      `Revision ${revision} does not answer; load the page again.`,
    );
  };
}

/** What was answered, unless that was a failure. A kept connection may have ended just now, so asking is tried twice. */
async function goodAnswer(ask: () => Promise<globalThis.Response>): Promise<globalThis.Response | undefined> {
  const answer = await ask()
    .catch(ask)
    .catch(() => undefined);
  return answer && answer.status < 500 ? answer : undefined;
}

const request = (): RequestInit => ({
  headers: { 'X-Spacetime-Forwarded': '1' },
  redirect: 'error',
  signal: AbortSignal.timeout(patienceMilliseconds),
});

async function passOn(answer: globalThis.Response, res: Response): Promise<void> {
  res.status(answer.status);
  for (const name of passedOn) {
    const value = answer.headers.get(name);
    if (value) res.setHeader(name, value);
  }
  if (!answer.body) return void res.end();
  await pipeline(Readable.fromWeb(answer.body), res).catch(() => res.destroy());
}
