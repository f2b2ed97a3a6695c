import * as z from 'zod';
import { choice, itemName, keyedList, rules, secretRef, whole } from '../fields.ts';

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
    rotation: z
      .object({
        intervalDays: whole(
          'Days after which a token or password that the operator made is replaced; absent: never. A value of yours is never replaced, also not in an adopted Secret. A change applies at once and is no release.',
          1,
          365,
        ).optional(),
        overlapSeconds: whole(
          'Seconds for which the API token before is still accepted, also when you replace one that the operator made. A change applies to the next rotation; to a token in a Secret named by secretRef, from the next release on.',
          60,
          604_800,
        ).default(3600),
      })
      .describe('When tokens are replaced, and for how long the ones before are accepted.')
      .prefault({}),
    mounts: keyedList(
      'Secrets given to the runtime as files under /var/run/secrets/spacetime.dev/{name}/. Another list or new content is a release.',
      mount,
      8,
    ),
  })
  .meta(
    rules({
      rule: '!has(self.secretRef) || !has(self.rotation.intervalDays)',
      message:
        'secrets.rotation.intervalDays cannot rotate a Secret that is yours; remove it, or remove secrets.secretRef.',
    }),
  )
  .describe('Tokens, passwords and other secrets of the world.')
  .prefault({});
