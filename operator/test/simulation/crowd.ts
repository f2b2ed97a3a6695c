import type { ArmCounts } from '../../src/rollout/judge/batch.ts';
import { counts } from '../aLook.ts';

interface Asked {
  /** Seconds since the release began. */
  readonly at: number;
  /** Who asks; absent where pods do not tell clients apart. */
  readonly client: number | undefined;
  readonly isFailure: boolean;
}

/** The users of one revision, as its only pod counts them. */
export interface Crowd {
  readonly ask: (request: Asked) => void;
  /** What was counted since this was last asked. */
  readonly counted: (at: number) => ArmCounts;
}

const latelySeconds = 60;

/** So many clients have just asked before the release, and nobody else. */
export function crowd(clients = 0): Crowd {
  const lastAt = new Map(Array.from({ length: clients }, (_, client) => [client, 0]));
  const failures = new Map<number, number>();
  const now = { requests: 0, errors: 0, most: 0 };
  let before = { ...now };

  return {
    ask: ({ at, client, isFailure }) => {
      now.requests += 1;
      if (isFailure) now.errors += 1;
      if (client === undefined) return;
      lastAt.set(client, at);
      if (!isFailure) return;
      failures.set(client, (failures.get(client) ?? 0) + 1);
      now.most = Math.max(now.most, failures.get(client) ?? 0);
    },
    counted: (at) => {
      const told = counts(now.requests - before.requests, {
        errors: now.errors - before.errors,
        ofOneClient: now.most - before.most,
        callers: [...lastAt.values()].filter((last) => at - last <= latelySeconds).length,
      });
      before = { ...now };
      return told;
    },
  };
}
