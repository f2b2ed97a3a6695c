import { createServer, type Server } from 'node:http';
import { registry } from './metrics.ts';

/** What a probe asks: each answers a sentence while something is wrong. */
export interface Health {
  readonly alive: () => string | undefined;
  readonly ready: () => string | undefined;
}

/** Serves /livez, /readyz and /metrics. 503 with the sentence while something is wrong. */
export function healthServer(port: number, health: Health): Server {
  const server = createServer(async (request, response) => {
    switch (request.url) {
      case '/livez':
        return answer(health.alive());
      case '/readyz':
        return answer(health.ready());
      case '/metrics':
        return response
          .writeHead(200, { 'content-type': registry.contentType })
          .end(await registry.metrics());
      default:
        return response.writeHead(404).end('Ask for /livez, /readyz or /metrics.\n');
    }
    function answer(problem: string | undefined) {
      return response.writeHead(problem ? 503 : 200).end(`${problem ?? 'ok'}\n`);
    }
  });
  return server.listen(port);
}
