import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { frameBounds, frameClass } from '../../runtime/shared/frameReport.ts';
import { isSlow, type SocketEvent, type SocketSettings } from './sockets.ts';

/**
 * The process in which pages with open sockets live. Each keeps one to `/frames`, reports once a second how many frames it
 * draws, and connects again when it is closed, after up to a fifth of a second, as the page of the world does. Visitors that
 * come and go bring new sockets, of which some belong to a release on trial.
 */
const { url, count, visitSeconds } = JSON.parse(process.argv[2] ?? '') as SocketSettings & { count: number };

const usualRate = 72;
const patienceMilliseconds = 5000;
/** Close code of RFC 6455 for who is done. */
const went = 1000;
let seen: SocketEvent[] = [];
let slow: { readonly revision: string; readonly framesPerSecond: number } | undefined;
let isLeaving = false;
const open = new Set<WebSocket>();

const reports = setInterval(tell, 200);
process.on('message', (told: 'stop' | { slow: typeof slow }) => {
  if (told === 'stop') leave();
  else slow = told.slow;
});
process.once('disconnect', () => process.exit());
for (let visitor = 0; visitor < count; visitor++) void visit(visitor);

async function visit(visitor: number): Promise<void> {
  while (!isLeaving) {
    await oneSocket(visitor);
    await sleep(200 * Math.random());
  }
}

/** One connection, from its start to its end. */
function oneSocket(visitor: number): Promise<void> {
  const socket = new WebSocket(new URL('/frames', url.replace('http', 'ws')), {
    handshakeTimeout: patienceMilliseconds,
  });
  let revision = '';
  let beat: NodeJS.Timeout | undefined;
  let visit: NodeJS.Timeout | undefined;
  let hasLeft = false;
  open.add(socket);
  socket.once('upgrade', ({ headers }) => {
    revision = headers['x-spacetime-revision']?.toString() ?? '';
  });
  socket.once('open', () => {
    seen.push({ at: Date.now(), visitor, kind: 'Opened', revision });
    beat = setInterval(() => socket.send(report(rateOf(visitor, revision))), 1000);
    if (visitSeconds === undefined) return;
    visit = setTimeout(() => {
      hasLeft = true;
      socket.close(went);
    }, 1000 * visitLength(visitSeconds));
  });
  socket.on('error', () => undefined);
  return new Promise((resolve) =>
    socket.once('close', (code) => {
      clearInterval(beat);
      clearTimeout(visit);
      open.delete(socket);
      const kind = revision === '' ? 'Refused' : kindOfEnd(hasLeft, code);
      if (!isLeaving) seen.push({ at: Date.now(), visitor, kind, revision, code });
      resolve();
    }),
  );
}

const kindOfEnd = (hasLeft: boolean, code: number) => (hasLeft && code === went ? 'Left' : 'Closed');

/** Exponential: those who came long ago leave as often as those who came to a new pod, which loses no more of them for being new. */
const visitLength = (mean: number): number => -mean * Math.log(1 - Math.random());

const rateOf = (visitor: number, revision: string): number =>
  slow && isSlow(visitor) && revision === slow.revision ? slow.framesPerSecond : usualRate;

function report(framesPerSecond: number): string {
  const counts = [...frameBounds.map(() => 0), 0];
  counts[frameClass(1 / framesPerSecond)] = framesPerSecond;
  return JSON.stringify({
    type: 'frames',
    seconds: 1,
    counts,
    longestSeconds: 1 / framesPerSecond,
    mode: 'immersive',
  });
}

function tell(): void {
  if (seen.length === 0) return;
  process.send?.(seen);
  seen = [];
}

function leave(): void {
  isLeaving = true;
  clearInterval(reports);
  for (const socket of open) socket.terminate();
  tell();
  process.disconnect();
}
