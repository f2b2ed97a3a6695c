import type { AddressInfo } from 'node:net';
import express from 'express';

/** Express with one route and nothing else: what a service of this kind could answer at best. */
const app = express();
app.get('/status', (_req, res) => void res.json({ status: 'ok' }));
const server = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
