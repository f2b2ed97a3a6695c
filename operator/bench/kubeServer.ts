import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificates } from '../test/certificates.ts';

/** A server that speaks as an API server does. */
export interface KubeServer {
  /** The text of a kubeconfig that leads to it. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** Listens with TLS on the loopback; every request is answered by `answer`, which must not reject. */
export async function kubeServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<KubeServer> {
  const { leaf, leafKey } = certificates();
  const server = createServer({ cert: leaf, key: leafKey, keepAliveTimeout: 60_000 }, answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    kubeconfig: JSON.stringify({
      clusters: [
        { name: 'bench', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } },
      ],
      users: [{ name: 'nobody', user: { token: 'none' } }],
      contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'nobody' } }],
      'current-context': 'bench',
    }),
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
