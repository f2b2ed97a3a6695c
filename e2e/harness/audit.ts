import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kubeconfig } from './kubectl.ts';

const operator = 'system:serviceaccount:spacetime-system:spacetime-operator';
const writing = new Set(['create', 'update', 'patch', 'delete']);

/** One request of the operator, as the API server wrote it down. */
export interface Audited {
  readonly verb: string;
  readonly apiGroup: string;
  /** With its subresource, such as spacetimes/status. */
  readonly resource: string;
  readonly code: number;
  /** Whether RBAC did not allow it. */
  readonly forbidden: boolean;
  /** The pod that asked. */
  readonly pod: string;
}

/** Where the API server's own record of requests ends now: `auditedSince` goes on from there. */
export async function auditPosition(): Promise<number> {
  const file = await open(auditLog());
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** The operator's requests since a position, in order. */
export const auditedSince = async (position: number): Promise<readonly Audited[]> =>
  auditedIn(await linesSince(position));

/** The operator's requests among these lines, in order. */
export const auditedIn = (lines: readonly Line[]): readonly Audited[] => lines.flatMap(ofOperator);

/** All that was written down since a position, in order. */
export async function linesSince(position: number): Promise<readonly Line[]> {
  const file = await open(auditLog());
  try {
    const { size } = await file.stat();
    // A log that is shorter than it was has been begun anew.
    const from = size < position ? 0 : position;
    const { buffer } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.toString().split('\n').flatMap(parse);
  } finally {
    await file.close();
  }
}

const auditLog = (): string => join(dirname(kubeconfig()), 'logs/audit.log');

/** Source: https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-Event */
export interface Line {
  readonly verb: string;
  /** RFC 3339 with microseconds. */
  readonly stageTimestamp: string;
  /** Path and query, such as /api/v1/namespaces/demo/pods/web?dryRun=All. */
  readonly requestURI: string;
  readonly user: { readonly username: string; readonly extra?: Readonly<Record<string, readonly string[]>> };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  /** Where the policy keeps the content. */
  readonly responseObject?: unknown;
  readonly responseStatus?: { readonly code: number };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The last line may be half written. */
const parse = (text: string): Line[] => (text.endsWith('}') ? [JSON.parse(text) as Line] : []);

function ofOperator({ verb, user, objectRef, responseStatus, annotations }: Line): Audited[] {
  if (user.username !== operator || !objectRef) return [];
  const { apiGroup = '', resource, subresource } = objectRef;
  return [
    {
      verb,
      apiGroup,
      resource: subresource ? `${resource}/${subresource}` : resource,
      code: responseStatus?.code ?? 0,
      forbidden: annotations?.['authorization.k8s.io/decision'] === 'forbid',
      pod: user.extra?.['authentication.kubernetes.io/pod-name']?.[0] ?? '',
    },
  ];
}

/** Who wrote to worlds, one after the other: a name appears again only where another wrote in between. */
export function writersInTurn(requests: readonly Audited[]): readonly string[] {
  const writers = requests
    .filter(({ verb, code, resource }) => writing.has(verb) && code < 300 && !unguarded.has(resource))
    .map(({ pod }) => pod);
  return writers.filter((pod, i) => pod !== writers[i - 1]);
}

/** Leases are what decides who writes, and events decide nothing. */
const unguarded = new Set(['leases', 'events']);

/** What was used, as `verb group/resource`; an apply that made the object needed the right to create it. */
export function used(requests: readonly Audited[]): ReadonlySet<string> {
  const rights = requests
    .filter(({ forbidden }) => !forbidden)
    .flatMap(({ verb, apiGroup, resource, code }) => {
      const verbs = verb === 'patch' && code === 201 ? [verb, 'create'] : [verb];
      return verbs.map((one) => right(one, apiGroup, resource));
    });
  return new Set(rights);
}

export const right = (verb: string, apiGroup: string, resource: string): string =>
  `${verb} ${apiGroup ? `${apiGroup}/` : ''}${resource}`;
