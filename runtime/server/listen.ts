import type { Server } from 'node:net';

/** Starts to listen on all addresses and gives the port. Rejects with a sentence that names the variable. */
export function listen(server: Server, port: number, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another process listens there' : cause.message;
      reject(new Error(`${variable}: cannot listen on port ${port}, ${why}.`, { cause }));
    });
    server.listen(port, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
