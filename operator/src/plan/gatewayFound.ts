import type { Gateway as GatewayObject, HTTPRoute } from '../kube/types.ts';
import type { Parent } from './parents.ts';

/** A parent that the spec names, as it was found. */
export interface ParentFound {
  readonly ref: Parent;
  /** Absent when there is none of this name. */
  readonly object?: GatewayObject;
}

/** What there is of the Gateway API, as far as the spec asks for it. */
export type GatewayFound =
  | { readonly is: 'NotConfigured' }
  /** The cluster has no HTTPRoutes. */
  | { readonly is: 'Missing' }
  | {
      readonly is: 'Served';
      readonly parents: readonly ParentFound[];
      /** Absent until it was applied. */
      readonly route?: HTTPRoute;
    };

/** What the HTTPRoute is to be, where there can be one. */
export interface Routed {
  readonly parents: readonly Parent[];
  /** Share of users that it gives to the candidate, in per cent. */
  readonly percent: number;
  /** Nobody comes by it yet. */
  readonly isNew: boolean;
}
