import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** Stands behind what is only read: any other method is 405. */
export const onlyGet: RequestHandler = (req, res) => {
  res.setHeader('Allow', 'GET, HEAD');
  throw new Problem(405, 'METHOD_NOT_ALLOWED', `${req.path} answers GET, HEAD only.`);
};
