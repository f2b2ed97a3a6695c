import { type KubeServer, kubeServer } from './kubeServer.ts';

/** An API server in which nothing is and nothing happens: every list is empty, and every watch stays open. */
export const emptyCluster = (): Promise<KubeServer> =>
  kubeServer(({ url = '/' }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (new URL(url, 'https://cluster').searchParams.has('watch')) response.flushHeaders();
    else response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [], groups: [] }));
  });
