import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answers } from './http/answers.ts';
import type { Lifecycle } from './lifecycle.ts';

const mark = 'spacetime-drained';

/** Remembers, through restarts of the container, that this pod was drained. */
export interface DrainMark {
  readonly isSet: () => boolean;
  readonly set: () => void;
}

/** A mark in a directory that lives as long as the pod; without one nothing is remembered. */
export function drainMark(directory: string | undefined): DrainMark {
  if (directory === undefined) return { isSet: () => false, set: () => {} };
  const path = join(directory, mark);
  return { isSet: () => existsSync(path), set: () => writeFileSync(path, '') };
}

interface Leaving {
  readonly lifecycle: Lifecycle;
  readonly answers: Answers;
  readonly openSockets: () => number;
  /** How many jobs and deliveries are under way. */
  readonly atWork: () => number;
  readonly now: () => number;
}

// The Service keeps sending for a moment after a pod is told to go.
const quietMilliseconds = 2000;

/** Resolves when nothing is under way, no socket is open and nobody asked for two seconds, or when the time is over. */
export function idle({ answers, openSockets, atWork, now }: Leaving, deadlineSeconds: number): Promise<void> {
  const began = now();
  const isIdle = () =>
    answers.underWay() === 0 &&
    openSockets() === 0 &&
    atWork() === 0 &&
    now() - Math.max(began, answers.lastRequest()) >= quietMilliseconds;
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (!isIdle() && now() - began < deadlineSeconds * 1000) return;
      clearInterval(look);
      resolve();
    }, 50);
  });
}
