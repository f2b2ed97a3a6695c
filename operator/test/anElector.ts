import { pino } from 'pino';
import { connect } from '../src/kube/connection.ts';
import { elect } from '../src/kube/lease.ts';
import { fakeClock } from './fakeClock.ts';
import { afterThisTest } from './release.ts';
import { type Asked, scriptedApiServer } from './scriptedApiServer.ts';

const path = '/apis/coordination.k8s.io/v1/namespaces/spacetime-system/leases';
/** Two seconds, and half of the fifth that is left to chance: what an elector waits here, in milliseconds. */
export const retry = 2200;

export const aLease = (holderIdentity: string, resourceVersion: string, more = {}) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'operator', namespace: 'spacetime-system', resourceVersion },
  spec: {
    holderIdentity,
    leaseDurationSeconds: 15,
    leaseTransitions: 4,
    renewTime: `t${resourceVersion}`,
    ...more,
  },
});

/** An elector that talks to a scripted server. */
export async function anElector(identity = 'me', place?: string) {
  const server = await scriptedApiServer();
  const clock = fakeClock();
  const stop = new AbortController();
  const connection = connect({ credentials: async () => server.credentials, clock, userAgent: 'test' });
  const heard: string[] = [];
  const elector = elect({
    connection,
    namespace: 'spacetime-system',
    name: 'operator',
    identity,
    ...(place && { place }),
    clock,
    random: () => 0.5,
    log: pino({ enabled: false }),
    onLeading: () => heard.push('leading'),
    onHolder: (holder) => heard.push(`holder ${holder || 'nobody'}`),
  });
  const ended = elector.run(stop.signal);
  ended.catch(() => undefined);
  afterThisTest(server.close);
  afterThisTest(connection.close);
  afterThisTest(() => stop.abort());

  let version = 100;
  const reads = async (lease?: object): Promise<void> => {
    const asked = await server.next();
    expect(asked).toMatchObject({ method: 'GET', path: `${path}/operator` });
    if (lease) asked.answer(200, lease);
    else asked.refuse(404);
  };
  /** Takes the next request, which must write the lease, and accepts it. */
  const writes = async (method: 'POST' | 'PUT' = 'PUT'): Promise<Asked> => {
    const asked = await server.next();
    expect(asked.method).toBe(method);
    const body = asked.body as ReturnType<typeof aLease>;
    asked.answer(200, { ...body, metadata: { ...body.metadata, resourceVersion: String(++version) } });
    return asked;
  };
  const waits = async (milliseconds = retry): Promise<void> => {
    await clock.until(milliseconds);
    expect(server.waiting()).toEqual([]);
    clock.advance(milliseconds);
  };
  const leads = async (): Promise<void> => {
    await reads();
    await writes('POST');
    await clock.until(retry);
  };
  const fenced = (): string => {
    try {
      elector.fence.check();
      return 'open';
    } catch (error) {
      return (error as Error).name;
    }
  };
  return { server, clock, stop, ended, elector, connection, heard, reads, writes, waits, leads, fenced };
}
