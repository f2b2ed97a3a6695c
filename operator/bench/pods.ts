import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { openDatabase } from '../../runtime/server/database/database.ts';
import { votes } from '../../runtime/server/frames/votes.ts';
import { describeSockets } from '../../runtime/server/metrics/sockets.ts';
import { type Metrics, runtimeMetrics } from '../../runtime/server/metrics.ts';
import { deliveryMetrics } from '../../runtime/server/webhooks/deliveryMetrics.ts';
import { addresses } from './questions.ts';

/**
 * Servers that answer /metrics with the runtime's own metrics of a busy world, and everything else with nothing. What is sent to
 * one by POST is the revision that it says it is of.
 */

const routes = [
  '/',
  '/world',
  '/scenes',
  '/scene',
  '/status',
  '/jobs',
  '/jobs/:id',
  '/webhooks',
  '/player/position',
  'other',
];
/** Headers without which no candidate passes. */
const safe = { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' };
const milliseconds = [2, 4, 8, 20, 40, 80, 200];

// Nothing is asked of it, so nothing is connected.
const database = openDatabase({ url: 'postgres://127.0.0.1:1/none', connections: 1 });
const metrics = runtimeMetrics({ revision: 'none', votes: votes(), database, now: () => performance.now() });
describeSockets(metrics.registry, { presence: () => 20, telemetry: () => 2 });
const delivered = deliveryMetrics(metrics.registry);

let page = await nextPage();
setInterval(async () => {
  page = await nextPage();
}, 1000);

const port = await listen(addresses[0] ?? '', 0);
for (const address of addresses.slice(1)) await listen(address, port);
console.log(JSON.stringify({ port }));

/** What a pod says a second later: all pods say the same, so that asking them costs more than their answers. */
async function nextPage(): Promise<string> {
  for (const route of routes) count(metrics, 'user', route);
  for (const [client, route] of [
    ['probe', '/health'],
    ['operator', '/metrics'],
    ['operator', '/world'],
    ['operator', '/'],
  ] as const)
    count(metrics, client, route);
  metrics.sceneLoadSeconds.observe(0.02);
  metrics.frameSeconds.observe(0.0138);
  delivered('delivered');
  return metrics.text();
}

function count({ requests, requestSeconds }: Metrics, client: string, route: string): void {
  for (const each of milliseconds) {
    requests.inc({ status: '200', client, method: 'GET', route });
    requestSeconds.observe({ client, route }, each / 1000);
  }
  if (client === 'user') requests.inc({ status: '404', client, method: 'GET', route });
}

async function listen(address: string, port: number): Promise<number> {
  let revision = '';
  const server = createServer((request, response) => {
    if (request.method === 'POST')
      void text(request).then((told) => {
        revision = told;
      });
    for (const [name, value] of Object.entries({ ...safe, 'x-spacetime-revision': revision }))
      response.setHeader(name, value);
    response.end(request.url === '/metrics' ? page : '');
  });
  await new Promise<void>((listening) => server.listen(port, address, listening));
  return (server.address() as AddressInfo).port;
}
