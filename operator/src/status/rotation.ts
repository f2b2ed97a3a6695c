import type { SpaceTimeStatus } from '../api/status.ts';
import { liveRevisions } from '../plan/liveRevisions.ts';
import { secretsName } from '../plan/metadata.ts';
import type { Owner } from '../plan/owner.ts';
import { volumeName } from '../plan/pinned.ts';
import type { Recorded } from '../plan/recorded.ts';
import type { Rotation } from '../plan/rotation.ts';
import type { TokenPlan } from '../plan/tokenPlan.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { type Announcement, announce } from './events.ts';

type SecretStatus = SpaceTimeStatus['secrets'][number];

/** What is under way with the tokens, as a sentence; undefined when nothing is. */
export function rotationMessage(name: string, { step, keys, marks }: Rotation): string | undefined {
  const what = `Secret ${name}, key ${keys.join(', key ')}`;
  const until = keys.includes('API_TOKEN') && marks.overlapUntil;
  switch (step) {
    case 'AtRest':
    case 'Finished':
      return undefined;
    case 'Waiting':
      return `${what}: a new value waits until it can take its place.`;
    case 'Announcing':
      return `${what}: the pods are told of the new value, and then it takes its place.`;
    case 'Replaced':
    case 'Overlapping':
      return until
        ? `${what}: the new value is there, and the one before is accepted until ${until}.`
        : `${what}: the new value is there.`;
  }
}

/** What is told once of the tokens. */
export function rotationEvents({
  owner,
  plan,
  rotation,
  before,
}: {
  readonly owner: Owner;
  readonly plan: TokenPlan;
  readonly rotation: Rotation;
  readonly before: SpaceTimeStatus;
}): readonly Announcement[] {
  const name = secretsName(owner);
  const was = before.secrets.find((secret) => secret.name === name)?.source;
  const made = Object.keys(plan.write?.values ?? {}).join(' and ');
  const rotated = rotation.step === 'Replaced' ? rotationMessage(name, rotation) : undefined;
  return [
    ...(plan.source === 'Adopted' && was !== 'Adopted'
      ? [announce('SecretAdopted', `Secret ${name} was there already, so its values are used as they are.`)]
      : []),
    ...(plan.write ? [announce('SecretGenerated', `Secret ${name} gets what it lacks of ${made}.`)] : []),
    ...(rotated ? [announce('SecretRotated', rotated)] : []),
    ...(rotation.step === 'Finished'
      ? [announce('RotationFinished', `Secret ${name}, key API_TOKEN: the value before is refused now.`)]
      : []),
  ];
}

/** The Secrets of a world: that of the tokens, then those of which revisions hold copies. */
export const secretsStatus = (
  owner: Owner,
  { source, rotation }: TokenPlan & { readonly rotation?: Rotation },
  rollout: Rollout,
  records: readonly Recorded[],
): readonly SecretStatus[] => [
  { name: secretsName(owner), source, ...(rotation && times(owner, rotation)) },
  ...pinned(owner, rollout, records),
];

function times(owner: Owner, { marks }: Rotation): Omit<SecretStatus, 'name' | 'source'> {
  const made = Object.values(marks.made)
    .map(({ at }) => at)
    .sort();
  const [first, last] = [made[0], made.at(-1)];
  const { intervalDays } = owner.spec.secrets.rotation;
  return {
    ...(last && { lastRotationTime: last }),
    ...(first && intervalDays !== undefined && { nextRotationTime: daysLater(first, intervalDays) }),
    ...(marks.overlapUntil && { overlapUntil: marks.overlapUntil }),
  };
}

const daysLater = (time: string, days: number): string =>
  new Date(Date.parse(time) + days * 86_400_000).toISOString();

/** One entry for each Secret, whatever it is mounted as; API servers refuse a name twice. */
function pinned(owner: Owner, rollout: Rollout, records: readonly Recorded[]): readonly SecretStatus[] {
  const { secrets, database } = owner.spec;
  const mounts = [
    ...(database.secretRef ? [{ mount: 'database', name: database.secretRef.name }] : []),
    ...secrets.mounts.map(({ name, secretRef }) => ({ mount: name, name: secretRef.name })),
  ].filter(({ name }) => name !== secretsName(owner));
  const live = liveRevisions(rollout);
  const holders = (mount: string) =>
    records
      .filter(({ name, template }) => live.includes(name) && mountsIt(template, mount))
      .map(({ name }) => name);
  return [...Map.groupBy(mounts, ({ name }) => name)].map(([name, all]) => ({
    name,
    source: 'Referenced' as const,
    pinnedBy: [...new Set(all.flatMap(({ mount }) => holders(mount)))].sort(),
  }));
}

const mountsIt = ({ spec }: Recorded['template'], mount: string): boolean =>
  spec?.volumes?.some(({ name }) => name === volumeName(mount)) ?? false;
