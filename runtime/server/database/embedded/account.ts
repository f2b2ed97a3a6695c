import { readFileSync } from 'node:fs';
import { ConfigurationRefused } from '../../configurationRefused.ts';

/** The user of the system who runs PostgreSQL; `switched` when that is not who runs us. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly switched: boolean;
}

// PostgreSQL refuses to run as root: the first of these that the system has runs it then.
const instead = ['postgres', 'nobody'];

/** Ourselves, or somebody else when we are root. Throws ConfigurationRefused when there is nobody else. */
export function account(): Account {
  const uid = process.geteuid?.() ?? -1;
  if (uid !== 0) return { name: `user ${uid}`, uid, gid: process.getegid?.() ?? -1, switched: false };
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = instead.flatMap((name) => users.filter(([user]) => user === name))[0];
  if (!found)
    throw new ConfigurationRefused(
      'PostgreSQL does not run as root, and this system has neither a user postgres nor nobody: start as another user, or set DATABASE_URL.',
    );
  return { name: `${found[0]}`, uid: Number(found[2]), gid: Number(found[3]), switched: true };
}

/** What a child process needs to run as this account. */
export const identity = ({ uid, gid, switched }: Account) => (switched ? { uid, gid } : {});
