import { Agent, get } from 'node:http';
import { printEffort } from './effort.ts';
import { addresses } from './questions.ts';

/** The same questions over kept connections, whose answers nobody reads: what asking costs. The argument is the pods' port. */

const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: 2 });
const probes = ['/', '/world'];
const pairs = 6;

function ask(host: string | undefined, path: string): void {
  get({ host, port, path, agent }, (response) => response.resume());
}

function askAll(): void {
  for (const host of addresses) ask(host, '/metrics');
  for (let i = 0; i < 2 * pairs; i++)
    ask(addresses[((i * addresses.length) / (2 * pairs)) | 0], probes[i % 2] ?? '/');
}

const timer = setInterval(askAll, 1000);
await printEffort();
clearInterval(timer);
agent.destroy();
