import * as z from 'zod';
import { choice, cpuText, itemKey, objectName, quantityText, rules, text, whole } from '../fields.ts';

const amounts = (cpu: string, memory: string) =>
  z.object({
    cpu: cpuText('Processor time in cores, such as 100m or 1.').default(cpu),
    memory: quantityText('Memory in bytes, such as 256Mi.').default(memory),
  });

const resources = z
  .object({
    requests: amounts('100m', '256Mi').describe('What a node sets aside for the database.').prefault({}),
    limits: amounts('1', '1Gi').describe('What the database may use at most.').prefault({}),
  })
  .meta(
    rules({
      rule: 'quantity(string(self.requests.cpu)).compareTo(quantity(string(self.limits.cpu))) <= 0 && quantity(self.requests.memory).compareTo(quantity(self.limits.memory)) <= 0',
      message:
        'database.managed.resources.requests must not exceed database.managed.resources.limits; lower one or raise the other.',
    }),
  )
  .describe('Resources of the database. A change restarts it: maintenance, not a release.')
  .prefault({});

const storage = z
  .object({
    size: quantityText('Size of the volume in bytes, such as 10Gi. It only grows.').default('10Gi'),
    storageClassName: objectName(
      'Storage class of the volume; it never changes. Absent: the default of the cluster.',
    ).optional(),
  })
  .describe('The volume that holds the data.')
  .prefault({});

const image = text(
  'Image with the programs initdb, postgres and pg_isready. Absent: the one that the operator is set to when the database is made, and never another. A change restarts the database: reads go on, writes are refused meanwhile.',
  512,
).meta(
  rules({
    rule: "self.matches('^[a-z0-9][a-zA-Z0-9._/:-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[a-f0-9]{64})$')",
    message: 'database.managed.image must end in a tag or a digest, such as postgres:18.1; add one.',
  }),
);

const managed = z
  .object({
    storage,
    image: image.optional(),
    resources,
    deletionPolicy: choice(
      'What becomes of volume and credentials when the SpaceTime goes. A new SpaceTime of the same name finds what was retained.',
      ['Retain', 'Delete'],
    ).default('Retain'),
  })
  .describe(
    'A PostgreSQL of the world’s own, run by the operator. This is what a world has that says nothing. A change applies at once and is no release.',
  );

const secretRef = z
  .object({
    name: objectName('Name of the Secret, in the namespace of the SpaceTime.'),
    key: itemKey('Key in the Secret whose value is the URL, such as uri.').default('DATABASE_URL'),
  })
  .describe(
    'A PostgreSQL of yours: a Secret with its URL. Another reference and new content are a release; the pods of other revisions keep what they have.',
  );

const sizeOf = (database: string) =>
  `quantity(has(${database}.managed) ? ${database}.managed.storage.size : '10Gi')`;
const classOf = (database: string) =>
  `(has(${database}.managed) && has(${database}.managed.storage.storageClassName) ? ${database}.managed.storage.storageClassName : '')`;
const external = 'has(self.secretRef) || has(oldSelf.secretRef)';

/** Once this is parsed, one of `managed` and `secretRef` is there. */
export const database = z
  .object({
    secretRef: secretRef.optional(),
    managed: managed.optional(),
    connectionsPerPod: whole(
      'Connections that a pod may have to the database; all pods together must fit the server. A change is a release.',
      2,
      50,
    ).default(5),
  })
  .meta(
    rules(
      {
        rule: '!(has(self.managed) && has(self.secretRef))',
        message: 'database must have at most one of managed and secretRef; remove one.',
      },
      {
        rule: `${external} || ${sizeOf('self')}.compareTo(${sizeOf('oldSelf')}) >= 0`,
        message: 'database.managed.storage.size cannot shrink; give the old size or a larger one.',
      },
      {
        rule: `${external} || ${classOf('self')} == ${classOf('oldSelf')}`,
        message:
          'database.managed.storage.storageClassName is immutable; move the world to a new SpaceTime to change it.',
      },
    ),
  )
  .describe('PostgreSQL that holds the state of the world: at most one of managed and secretRef.')
  .transform(({ connectionsPerPod, secretRef, managed: given }) => ({
    connectionsPerPod,
    secretRef,
    managed: secretRef ? undefined : (given ?? managed.parse({})),
  }))
  .prefault({});
