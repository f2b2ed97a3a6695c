import { Gauge, type Registry } from 'prom-client';

/** The clients behind the answers to users, told apart by address, which nobody gets to see. */
export interface Callers {
  /** Counts one answer to a client, and whether its status was 500 or above. */
  readonly answered: (client: string, isFailure: boolean) => void;
  /** How many clients asked for something in the last minute. */
  readonly asking: () => number;
  /** How many of them were answered with 500 or above. */
  readonly failing: () => number;
  /** Failed answers to the one client that got most of them, ever. */
  readonly mostFailures: () => number;
}

const latelyMilliseconds = 60_000;
/** Clients that are known at a time. Further ones are not counted, and none that is known makes room for them. */
const mostClients = 4096;

/** Nobody asked yet. `now` is in milliseconds. */
export function callers(now: () => number): Callers {
  const asked = new Map<string, number>();
  const failed = new Map<string, { readonly at: number; readonly times: number }>();
  let most = 0;
  const isRecent = (at: number) => now() - at <= latelyMilliseconds;

  function fail(client: string): void {
    const before = failed.get(client);
    if (!before && failed.size >= mostClients) return;
    const times = (before?.times ?? 0) + 1;
    failed.set(client, { at: now(), times });
    most = Math.max(most, times);
  }

  return {
    answered: (client, isFailure) => {
      if (asked.size < mostClients || asked.has(client)) asked.set(client, now());
      if (isFailure) fail(client);
    },
    asking: () => {
      for (const [client, at] of asked) if (!isRecent(at)) asked.delete(client);
      return asked.size;
    },
    failing: () => {
      const lately = [...failed.values()].filter(({ at }) => isRecent(at)).length;
      // Who failed long ago counts on, so that one who fails seldom stays one, for as long as there is room.
      if (failed.size >= mostClients)
        for (const [client, { at }] of failed) if (!isRecent(at)) failed.delete(client);
      return lately;
    },
    mostFailures: () => most,
  };
}

/** The clients as they are when somebody asks. */
export function describeCallers(registry: Registry, { asking, failing, mostFailures }: Callers): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge(
    'spacetime_clients_asking',
    `User addresses that asked for something in the last minute; further ones are not counted from ${mostClients} on.`,
    asking,
  );
  gauge(
    'spacetime_clients_failing',
    'User addresses that were answered with 500 or above in the last minute.',
    failing,
  );
  gauge(
    'spacetime_client_failures_max',
    'Answers of 500 or above to the one user address that got most of them since the process started.',
    mostFailures,
  );
}
