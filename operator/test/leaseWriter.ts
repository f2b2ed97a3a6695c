import { pino } from 'pino';
import { systemClock } from '../src/clock.ts';
import { connect } from '../src/kube/connection.ts';
import { elect } from '../src/kube/lease.ts';
import type { ConfigMap } from '../src/kube/types.ts';

/**
 * A program for tests: takes part in an election, and while it leads writes its name into one ConfigMap again and again, as the operator
 * writes: behind the fence, and on the version that it has looked at. It never gives up by itself, as a careless writer would not.
 */
interface Orders {
  readonly server: string;
  readonly ca: string;
  readonly authorization: string;
  readonly identity: string;
  readonly lease: {
    readonly durationSeconds: number;
    readonly renewDeadlineSeconds: number;
    readonly retrySeconds: number;
  };
}

const orders = JSON.parse(process.argv[2] ?? '') as Orders;
const connection = connect({
  credentials: async () => ({
    server: orders.server,
    tls: { ca: Buffer.from(orders.ca) },
    headers: { authorization: orders.authorization },
  }),
  clock: systemClock,
  userAgent: orders.identity,
});
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

const elector = elect({
  ...orders.lease,
  connection,
  namespace: 'default',
  name: 'writers',
  identity: orders.identity,
  clock: systemClock,
  random: Math.random,
  log: pino({ level: 'warn' }, process.stderr),
  onLeading: () => void write(),
});
const fenced = connection.fencedBy(elector.fence);

const shared = {
  doing: 'write',
  path: '/api/v1/namespaces/default/configmaps/written',
  timeoutSeconds: 2,
} as const;

async function write(): Promise<void> {
  for (let count = 0; !stop.signal.aborted; count++) {
    try {
      const seen = await fenced.request<ConfigMap>({ ...shared, method: 'GET' });
      const data = { writer: orders.identity, count: String(count) };
      await fenced.request({ ...shared, method: 'PUT', body: { ...seen, data } });
    } catch {
      await systemClock.after(10);
    }
  }
}

try {
  await elector.run(stop.signal);
  await connection.close();
} catch {
  // A process that has lost the lease ends at once, whatever it was about to do.
  process.exit(1);
}
