/** Whether this process takes new users: not yet, yes, or no more. */
export const phases = ['starting', 'ready', 'draining'] as const;
type Phase = (typeof phases)[number];

/** The life of the process. Draining never ends: what was drained stays drained. */
export interface Lifecycle {
  readonly phase: () => Phase;
  readonly ready: () => void;
  readonly drain: () => void;
  /** Calls the listener once when draining starts, at once if it has. */
  readonly onDrain: (listener: () => void) => void;
}

/** A life that begins with starting. */
export function lifecycle(): Lifecycle {
  let phase: Phase = 'starting';
  const listeners: (() => void)[] = [];
  return {
    phase: () => phase,
    ready: () => {
      if (phase === 'starting') phase = 'ready';
    },
    drain: () => {
      if (phase === 'draining') return;
      phase = 'draining';
      for (const listener of listeners) listener();
    },
    onDrain: (listener) => {
      if (phase === 'draining') listener();
      else listeners.push(listener);
    },
  };
}
