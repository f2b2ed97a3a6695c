import { parentPort } from 'node:worker_threads';
import { compile } from '../compile.ts';
import type { Order, Reply } from './messages.ts';

/** The program of a compiler thread: one scene after the other, in a heap of its own, so that a hostile one hurts nobody else. */
function listen(): void {
  const port = parentPort;
  if (!port) return;
  const reply = (message: Reply, moved: ArrayBuffer[] = []) => port.postMessage(message, moved);
  port.on('message', ({ directory, path }: Order) => {
    compile(directory, path, (input) => reply({ kind: 'input', input })).then(
      (outcome) => {
        const glb = outcome.compilation?.glb;
        // A view of a larger buffer, such as a file's, is copied.
        const whole = glb && glb.byteLength === glb.buffer.byteLength ? [glb.buffer] : [];
        reply({ kind: 'outcome', outcome }, whole);
      },
      (error: Error) => reply({ kind: 'failure', message: error.stack ?? error.message }),
    );
  });
  reply({ kind: 'ready' });
}

listen();
