import type { KubeObject, Secret } from '../kube/types.ts';
import { childMetadata } from './metadata.ts';
import type { Owner } from './owner.ts';
import { base64, type Tokens } from './tokens.ts';

const nextTokensName = (owner: Pick<Owner, 'name'>): string => `${owner.name}-rotation`;

/**
 * Values that will take the place of those in the token Secret. They are kept apart until every pod accepts them, so that a
 * crash loses none and nobody finds one too early.
 */
export const nextTokens = (owner: Owner, values: Partial<Tokens>): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: childMetadata(owner, nextTokensName(owner)),
  type: 'Opaque',
  data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, base64(value)])),
});

/** Whether a child of this owner is that Secret; it is the one Secret that is taken away when nobody wants it. */
export const isNextTokens = (owner: Pick<Owner, 'name'>, { kind, metadata }: KubeObject): boolean =>
  kind === 'Secret' && metadata.name === nextTokensName(owner);
