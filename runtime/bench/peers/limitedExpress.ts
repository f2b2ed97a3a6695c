import type { AddressInfo } from 'node:net';
import express from 'express';
import { Pool } from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';

/** Express with the limiter that the runtime uses, on the database that DATABASE_URL names, set up by the library's own guide. */
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 5 });
const limiter = new RateLimiterPostgres({
  storeClient: pool,
  tableName: 'peer_limits',
  points: 1_000_000,
  duration: 60,
});
const app = express();
app.use(async (req, res, next) => {
  try {
    await limiter.consume(req.get('authorization') ?? 'nobody');
    next();
  } catch {
    res.status(429).end();
  }
});
app.get('/status', (_req, res) => void res.json({ status: 'ok' }));
const server = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
