import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificates } from '../test/certificates.ts';

/** An API server in which nothing is and nothing happens. */
export interface EmptyCluster {
  /** The text of a kubeconfig that leads to it. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** Answers every list with nothing and leaves every watch open. */
export async function emptyCluster(): Promise<EmptyCluster> {
  const { leaf, leafKey } = certificates();
  const server = createServer({ cert: leaf, key: leafKey }, ({ url = '/' }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (new URL(url, 'https://cluster').searchParams.has('watch')) response.flushHeaders();
    else response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [], groups: [] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    kubeconfig: JSON.stringify({
      clusters: [
        { name: 'empty', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
      ],
      users: [{ name: 'nobody', user: { token: 'none' } }],
      contexts: [{ name: 'empty', context: { cluster: 'empty', user: 'nobody' } }],
      'current-context': 'empty',
    }),
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
