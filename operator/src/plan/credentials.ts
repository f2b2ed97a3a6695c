import type { Owner } from './owner.ts';

/** Keys of the Secret of a managed database: the passwords of its two roles, and the URL that runtime pods are given. */
export const credentialKeys = ['DATABASE_URL', 'PASSWORD', 'SUPERUSER_PASSWORD'] as const;

/** Values of these keys, base64, as in the API. */
export type Credentials = Readonly<Record<(typeof credentialKeys)[number], string>>;

/** Name of the world's role, and of the database that belongs to it. */
export const databaseRole = 'spacetime';
export const databasePort = 5432;

export const databaseName = (owner: Pick<Owner, 'name'>): string => `${owner.name}-db`;

/** New credentials. `random` are two values in base64 that nobody can guess. */
export function freshCredentials(owner: Owner, [ours, superusers]: readonly [string, string]): Credentials {
  const password = urlSafe(ours);
  const host = `${databaseName(owner)}.${owner.namespace}.svc`;
  return {
    DATABASE_URL: btoa(`postgresql://${databaseRole}:${password}@${host}:${databasePort}/${databaseRole}`),
    PASSWORD: btoa(password),
    SUPERUSER_PASSWORD: btoa(urlSafe(superusers)),
  };
}

/** The alphabet for URLs of RFC 4648 §5, which needs no quotes in SQL either. */
const urlSafe = (base64: string): string =>
  base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
