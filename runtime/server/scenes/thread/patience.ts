import type { Worker } from 'node:worker_threads';

/** How much longer than its share of computing a thread may take on a machine that is busy with other things. */
const mostWaiting = 6;
const looks = 10;

/**
 * Calls once a thread has computed for so many seconds, or taken six times as long by the clock: on a busy machine a good scene
 * waits for its turn too. The answer stops it.
 */
export function whenExhausted(worker: Worker, seconds: number, exhausted: () => void): () => void {
  const began = performance.now();
  const before = worker.cpuUsage().catch(() => undefined);
  const look = async () => {
    const usage = await before;
    const used = usage && (await worker.cpuUsage(usage).catch(() => undefined));
    const computed = used ? (used.user + used.system) / 1e6 : seconds;
    const passed = (performance.now() - began) / 1000;
    if (computed >= seconds || passed >= mostWaiting * seconds) exhausted();
  };
  const timer = setInterval(() => void look(), (seconds * 1000) / looks);
  return () => clearInterval(timer);
}
