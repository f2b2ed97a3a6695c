import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';

/** The answers that are under way. */
export interface Answers {
  readonly track: RequestHandler;
  /** From now on every answer, also those under way, asks its caller to take another connection. */
  readonly sayGoodbye: () => void;
  readonly underWay: () => number;
  /** When the last request of somebody who is no probe came, in milliseconds; 0 when none did. */
  readonly lastRequest: () => number;
}

/** Follows answers from request to end. `now` is in milliseconds. */
export function answers(now: () => number): Answers {
  const open = new Set<ServerResponse>();
  let leaving = false;
  let last = 0;
  const dismiss = (res: ServerResponse) => {
    if (!res.headersSent) res.setHeader('Connection', 'close');
  };
  return {
    track: (req, res, next) => {
      open.add(res);
      res.on('close', () => open.delete(res));
      if (!req.headers['user-agent']?.startsWith('kube-probe/')) last = now();
      if (leaving) dismiss(res);
      next();
    },
    sayGoodbye: () => {
      leaving = true;
      open.forEach(dismiss);
    },
    underWay: () => open.size,
    lastRequest: () => last,
  };
}
