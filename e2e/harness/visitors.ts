import type { Agent } from 'node:http';
import { constants, setPriority } from 'node:os';
import type { Answer } from './answer.ts';
import { ask, keptConnection } from './ask.ts';
import type { LoadOptions } from './load.ts';
import { type Visit, visit } from './schedule.ts';

/**
 * The process in which the visitors live, so that nothing that the tests do delays a request. It sends what it has seen
 * five times a second, and what is left when it is told to stop.
 */
const { url, perSecond, timeoutMilliseconds } = JSON.parse(process.argv[2] ?? '') as Required<LoadOptions>;

const startedAt = Date.now();
const connections = new Map<number, Agent>();
const underWay = new Set<Promise<void>>();
let seen: Answer[] = [];
let scene = '/world';
let sent = 0;

preferred();
const reports = setInterval(report, 200);
const pace = setInterval(goOn, 5);
process.once('message', () => void stop());
process.once('disconnect', () => process.exit());

/** Sends every request that is due, also those that this process was too late for. */
function goOn(): void {
  for (
    let next = visit(sent, perSecond);
    startedAt + next.after <= Date.now();
    next = visit(sent, perSecond)
  ) {
    sent += 1;
    const done = make(next).finally(() => underWay.delete(done));
    underWay.add(done);
  }
}

async function make(planned: Visit): Promise<void> {
  const at = startedAt + planned.after;
  const path = planned.asked === 'scene' ? scene : planned.asked;
  const lateMilliseconds = Date.now() - at;
  const outcome = await ask({
    url: new URL(path, url).href,
    agent: connectionOf(planned),
    last: planned.last,
    timeoutMilliseconds,
  });
  const { text, ...rest } = outcome;
  if (planned.asked === '/world' && outcome.status === 200) scene = sceneIn(text);
  const { connection } = planned;
  seen.push({
    at,
    milliseconds: Date.now() - at,
    lateMilliseconds,
    connection,
    path: planned.asked,
    ...rest,
  });
}

/** The connection of a visitor who keeps one; the next visitor in its place begins with another. */
function connectionOf({ connection, visitor, last }: Visit): Agent | undefined {
  if (connection === 'New') return undefined;
  const agent = connections.get(visitor) ?? keptConnection();
  if (last) connections.delete(visitor);
  else connections.set(visitor, agent);
  return agent;
}

function sceneIn(text: string): string {
  const { scene_url } = JSON.parse(text) as { scene_url: string };
  return `/${scene_url}`;
}

function report(): void {
  if (seen.length === 0) return;
  process.send?.(seen);
  seen = [];
}

async function stop(): Promise<void> {
  clearInterval(pace);
  await Promise.all(underWay);
  clearInterval(reports);
  report();
  process.disconnect();
}

/** Takes the processor before others do, where that is allowed. */
function preferred(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch {
    // Without the right to, the schedule is only as punctual as the machine.
  }
}
