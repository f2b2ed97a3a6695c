import { type Credentials, freshCredentials } from './credentials.ts';
import type { Owner } from './owner.ts';

/** The database that the spec asks for, as far as it is there. */
export type DatabaseFound = ExternalFound | ManagedFound;

/** A URL in a Secret of the user's. */
export interface ExternalFound {
  readonly is: 'External';
  readonly secretName: string;
  readonly key: string;
  readonly secretExists: boolean;
  /** Base64, as in the API; absent when the Secret has no such key. */
  readonly url?: string;
}

export interface ManagedFound {
  readonly is: 'Managed';
  readonly secret?: { readonly isOurs: boolean; readonly values: Partial<Credentials> };
  readonly volume?: VolumeFound;
  /** Settings with which the StatefulSet makes its next pod; absent when there is no StatefulSet. */
  readonly nextSettings?: string;
  /** The pod; one that is ending is not ready. */
  readonly pod?: DatabasePod;
  /** Random values for credentials, base64. */
  readonly random: readonly [string, string];
  /** Image that the operator is set to. */
  readonly defaultImage: string;
}

export interface DatabasePod {
  readonly name: string;
  readonly isReady: boolean;
  readonly isEnding: boolean;
  /** Settings that it was made from. */
  readonly settings: string | undefined;
  /** What keeps it from starting and will not pass by itself, as a sentence. */
  readonly trouble?: string;
}

export interface VolumeFound {
  readonly isOurs: boolean;
  readonly isBound: boolean;
  /** Size that was asked for last. */
  readonly size: string;
  /** Storage class, where it was the spec and not the cluster that chose it. */
  readonly className?: string;
  /** Image that the data was last used with. */
  readonly image?: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** What the operator knows, or makes: credentials are made once, when there is neither a Secret nor data that needs one. */
export function credentialsOf(
  owner: Owner,
  { secret, volume, random }: ManagedFound,
): Credentials | undefined {
  if (!secret) return volume ? undefined : freshCredentials(owner, random);
  const { DATABASE_URL, PASSWORD, SUPERUSER_PASSWORD } = secret.values;
  if (!secret.isOurs || !DATABASE_URL || !PASSWORD || !SUPERUSER_PASSWORD) return undefined;
  return { DATABASE_URL, PASSWORD, SUPERUSER_PASSWORD };
}

/** The URL that the pods of a new revision get, base64; absent while there is none. */
export const urlOf = (owner: Owner, found: DatabaseFound): string | undefined =>
  found.is === 'External' ? found.url : credentialsOf(owner, found)?.DATABASE_URL;
