import { tokenAnnotation } from '../api/identity.ts';
import type { Secret } from '../kube/types.ts';
import { childMetadata, secretsName } from './metadata.ts';
import type { Owner } from './owner.ts';

/** Keys of `NAME-secrets`. */
export const tokenKeys = ['API_TOKEN', 'GRAFANA_ADMIN_PASSWORD'] as const;
export type TokenKey = (typeof tokenKeys)[number];

/** Values of these keys, as text. Fresh ones are drawn by the shell, so that the core stays pure. */
export type Tokens = Readonly<Record<TokenKey, string>>;

/**
 * `NAME-secrets` with these keys. One that was there before us stays the user's: we add the keys that it lacks and do
 * not own it, so it outlives the SpaceTime. `marks` is what is noted on it.
 */
export const tokenSecret = (
  owner: Owner,
  tokens: Partial<Tokens>,
  { adopted, marks }: { readonly adopted: boolean; readonly marks?: string | undefined },
): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    ...(adopted
      ? { name: secretsName(owner), namespace: owner.namespace }
      : childMetadata(owner, secretsName(owner))),
    ...(marks && { annotations: { [tokenAnnotation]: marks } }),
  },
  data: Object.fromEntries(Object.entries(tokens).map(([key, value]) => [key, base64(value)])),
});

/** Text as the API carries it in a Secret. */
export const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
