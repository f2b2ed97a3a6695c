import * as z from 'zod';
import { choice, itemName, keyedList, rules, secretRef } from '../fields.ts';

const mount = z
  .object({
    name: itemName('Name of the directory.'),
    secretRef: secretRef('The Secret whose keys become files.'),
  })
  .meta(
    rules({
      rule: "!(self.name in ['database', 'tls', 'tokens'])",
      message:
        'secrets.mounts must not be named database, tls or tokens, because the operator mounts these; choose another name.',
    }),
  );

export const secrets = z
  .object({
    secretRef: secretRef(
      'A Secret of yours with the keys API_TOKEN and GRAFANA_ADMIN_PASSWORD; it is never written. Absent: NAME-secrets, taken as it is if it is there, with missing keys generated. Another reference is a release, new content is not.',
    ).optional(),
    generation: choice(
      'Whether missing keys of NAME-secrets are generated. A change applies at once and is no release.',
      ['IfMissing', 'Never'],
    ).default('IfMissing'),
    mounts: keyedList(
      'Secrets given to the runtime as files under /var/run/secrets/spacetime.dev/{name}/. Another list or new content is a release.',
      mount,
      8,
    ),
  })
  .describe('Tokens, passwords and other secrets of the world.')
  .prefault({});
