import type { Clock } from '../../clock.ts';
import type { Connection } from '../connection.ts';
import { Conflict, NotFound } from '../errors.ts';
import { collectionPath, objectPath, resources } from '../resources.ts';
import type { Lease } from '../types.ts';
import { read } from './read.ts';

export interface LeaseRecordOptions {
  /** Not fenced: it is these writes that open the fence. */
  readonly connection: Connection;
  readonly namespace: string;
  readonly name: string;
  /** Unlike that of any other process, also of an earlier one with the same pod name. */
  readonly identity: string;
  /**
   * Where no two of these processes live at once, and what the identities of all that live there begin with, then a hyphen: a pod,
   * by its UID. Whoever held the lease there before is dead, so nobody waits for it. Absent: unknown.
   */
  readonly place?: string;
  readonly durationSeconds: number;
  /** Of one request. */
  readonly timeoutSeconds: number;
  readonly clock: Clock;
  readonly onHolder: (holder: string) => void;
}

/** `Ours`: written just now in our name. `Theirs`: another holds it. `Unclear`: somebody wrote between our look and our write. */
export type Claim = 'Ours' | 'Theirs' | 'Unclear';

/** The Lease object on the API server. */
export interface LeaseRecord {
  /** Takes or renews the lease unless another holds it. Rejects when the server does not answer. */
  claim(signal: AbortSignal): Promise<Claim>;
  /** Gives the lease up if it is ours, so that nobody has to wait for it to expire. */
  release(): Promise<void>;
}

export function leaseRecord(options: LeaseRecordOptions): LeaseRecord {
  const { connection, namespace, name, identity, place, clock } = options;
  const { leases } = resources;
  /** Our own last write; undefined when we have to look first. */
  let ours: Lease | undefined;
  /** What another wrote last, and when we first saw that by our own clock: theirs may be wrong. */
  let theirs = { text: '', since: clock.now() };
  let holder: string | undefined;

  function observe(lease: Lease): void {
    const text = JSON.stringify(lease.spec);
    if (text !== theirs.text) theirs = { text, since: clock.now() };
    const current = lease.spec?.holderIdentity ?? '';
    if (current !== holder) options.onHolder(current);
    holder = current;
  }

  function isTheirs({ spec }: Lease): boolean {
    if (!spec?.holderIdentity || spec.holderIdentity === identity) return false;
    if (place && spec.holderIdentity.startsWith(`${place}-`)) return false;
    const seconds = spec.leaseDurationSeconds ?? options.durationSeconds;
    return clock.now() - theirs.since < seconds * 1000;
  }

  async function write(lease: Lease | undefined, body: Lease, signal?: AbortSignal): Promise<Lease> {
    return connection.request<Lease>({
      doing: `write Lease ${namespace}/${name}`,
      method: lease ? 'PUT' : 'POST',
      path: lease ? objectPath(leases, namespace, name) : collectionPath(leases, namespace),
      body,
      timeoutSeconds: options.timeoutSeconds,
      ...(signal && { signal }),
    });
  }

  async function renew(lease: Lease | undefined, signal: AbortSignal): Promise<Claim> {
    ours = undefined;
    try {
      ours = await write(lease, renewed(lease, options), signal);
    } catch (error) {
      if (error instanceof Conflict || error instanceof NotFound) return 'Unclear';
      throw error;
    }
    observe(ours);
    return 'Ours';
  }

  return {
    claim: async (signal) => {
      const lease = ours ?? (await read(connection, leases, namespace, name));
      if (lease) observe(lease);
      return lease && isTheirs(lease) ? 'Theirs' : renew(lease, signal);
    },
    release: async () => {
      // Our last write may have been cut short, so that only the server knows whether we hold it.
      const lease = await read(connection, leases, namespace, name);
      if (lease?.spec?.holderIdentity !== identity) return;
      const spec = { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1 };
      await write(lease, { ...lease, spec });
    },
  };
}

function renewed(
  lease: Lease | undefined,
  { namespace, name, identity, durationSeconds, clock }: LeaseRecordOptions,
): Lease {
  const now = clock.date().toISOString().replace('Z', '000Z');
  const before = lease?.spec ?? {};
  const isRenewal = before.holderIdentity === identity;
  const transitions = before.leaseTransitions ?? 0;
  return {
    ...(lease ?? { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace } }),
    spec: {
      holderIdentity: identity,
      leaseDurationSeconds: durationSeconds,
      acquireTime: (isRenewal && before.acquireTime) || now,
      renewTime: now,
      leaseTransitions: lease && !isRenewal ? transitions + 1 : transitions,
    },
  };
}
