import type { Line } from './audit.ts';

/** Where one EndpointSlice led from a moment on, as the API server wrote it down. */
export interface EndpointWrite {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly slice: string;
  /** The Service that it belongs to; empty for a slice that was deleted. */
  readonly service: string;
  /** Names of the pods that it leads to; those that are not ready it does not. */
  readonly pods: readonly string[];
}

interface Slice {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly endpoints?: readonly {
    readonly conditions?: { readonly ready?: boolean };
    readonly targetRef?: { readonly name: string };
  }[];
}

/** All writes of EndpointSlices in a namespace that succeeded; none where the audit policy keeps no content of them. */
export const endpointWrites = (lines: readonly Line[], namespace: string): readonly EndpointWrite[] =>
  lines
    .filter(
      ({ objectRef, responseStatus }) =>
        objectRef?.resource === 'endpointslices' &&
        objectRef.namespace === namespace &&
        (responseStatus?.code ?? 0) < 300,
    )
    .flatMap(written);

function written({ verb, stageTimestamp, objectRef, responseObject }: Line): EndpointWrite[] {
  const at = Date.parse(stageTimestamp);
  if (verb === 'delete') return [{ at, slice: objectRef?.name ?? '', service: '', pods: [] }];
  if (responseObject === undefined) return [];
  const { metadata, endpoints } = responseObject as Slice;
  return [
    {
      at,
      slice: metadata.name,
      service: metadata.labels?.['kubernetes.io/service-name'] ?? '',
      pods: (endpoints ?? []).flatMap(({ conditions, targetRef }) =>
        // Absent means ready, as the API says.
        targetRef && conditions?.ready !== false ? [targetRef.name] : [],
      ),
    },
  ];
}
