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
  const before = computedBy(worker);
  const look = async () => {
    const computed = (await computedBy(worker)) - (await before);
    const passed = (performance.now() - began) / 1000;
    if (computed >= seconds || passed >= mostWaiting * seconds) exhausted();
  };
  const timer = setInterval(() => void look(), (seconds * 1000) / looks);
  return () => clearInterval(timer);
}

/** Seconds of processor time of a thread; one that has not begun yet, as on a busy machine, has had none. */
const computedBy = (worker: Worker): Promise<number> =>
  worker.cpuUsage().then(
    ({ user, system }) => (user + system) / 1e6,
    () => 0,
  );
