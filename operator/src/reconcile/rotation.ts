import type { CommandRecord } from '../api/status/world.ts';
import type { Pod } from '../kube/types.ts';
import { secretsName } from '../plan/metadata.ts';
import { madeKeys, type Rotation, type RotationFound, rotation, wordKey } from '../plan/rotation.ts';
import { marksText } from '../plan/tokenMarks.ts';
import { type TokenPlan, type TokenWrite, tokenPlan } from '../plan/tokenPlan.ts';
import type { TokenKey, Tokens } from '../plan/tokens.ts';
import { isReady } from '../rollout/arm.ts';
import type { Announcement } from '../status/events.ts';
import { rotationEvents, rotationMessage } from '../status/rotation.ts';
import { type Fresh, freshCommands, freshOf, type Outcome } from './commands.ts';
import type { Plan } from './decide.ts';
import type { Observed } from './observed.ts';

/** What is decided about the tokens. */
export interface TokensDecided extends TokenPlan {
  readonly rotation: Rotation;
  /** Values that wait. */
  readonly next?: Partial<Tokens>;
  /** Pods that are to be told something. */
  readonly told: readonly Pod[];
  readonly outcomes: ReadonlyMap<Fresh, Outcome>;
  readonly announcements: readonly Announcement[];
  /** When to look again for the tokens' sake. */
  readonly lookAgainSeconds?: number;
}

/** Tokens that are missing, that are replaced, and that end. */
export function tokensDecided(observed: Observed): TokensDecided {
  const { owner, tokens, fresh, now } = observed;
  const plan = tokenPlan(owner, tokens, fresh);
  const ordered = orderOf(observed);
  const found = foundOf(observed, ordered);
  const next = rotation(owner, plan, found);
  const write = writeOf(plan, next, found);
  const told = next.tell ? notTold(observed, wordKey(next.tell)) : [];
  const seconds = lookAgain(plan, next, { told, now });
  return {
    ...plan,
    ...(write && { write }),
    rotation: next,
    ...(next.wait && { next: next.wait }),
    told,
    outcomes: outcomesOf(observed, ordered, next),
    announcements: rotationEvents({ owner, plan, rotation: next, before: observed.status }),
    ...(seconds !== undefined && { lookAgainSeconds: seconds }),
  };
}

/** A new command, or one that has begun. */
function orderOf({ object, status }: Observed): Fresh | undefined {
  if (status.observedGeneration === undefined) return undefined;
  const fresh = freshCommands(object, status.commands).find(({ name }) => name === 'rotate');
  const begun = recordOf(status.commands);
  return fresh ?? (begun?.result === 'InProgress' ? freshOf('rotate', begun.value) : undefined);
}

const recordOf = (commands: readonly CommandRecord[]): CommandRecord | undefined =>
  commands.find(({ name }) => name === 'rotate');

function foundOf(observed: Observed, ordered: Fresh | undefined): RotationFound {
  const { tokens, now, rotating, pods, checkPods } = observed;
  const { next, fresh, heard } = rotating;
  const digest = tokens?.digests?.API_TOKEN ?? '';
  const coming = next.API_TOKEN && heard.get(wordKey(next.API_TOKEN));
  const isHeard = (othersEndInSeconds: number) => heard.has(wordKey({ digest, othersEndInSeconds }));
  return {
    tokens,
    next,
    fresh,
    now,
    ...(ordered && { order: { target: ordered.target } }),
    isKnown: serving(pods).every(({ metadata }) => coming?.has(metadata.uid ?? '') ?? false),
    isTold: { overlap: isHeard(1), end: isHeard(0) },
    isChecking: checkPods.some(isUnderWay),
  };
}

/** Pods to which requests may come; what is not ready reads the tokens from the database before it is. */
const serving = (pods: readonly Pod[]): readonly Pod[] =>
  pods.filter((pod) => isReady(pod) && !pod.metadata.deletionTimestamp);

const notTold = ({ pods, rotating }: Observed, word: string): readonly Pod[] =>
  serving(pods).filter(({ metadata }) => !rotating.heard.get(word)?.has(metadata.uid ?? ''));

/** A check reads its tokens when it begins. */
const isUnderWay = ({ spec, status }: Pod): boolean =>
  spec?.nodeName !== undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

/** The whole of what is ours in the Secret: an apply takes away what it does not name any more. */
function writeOf(plan: TokenPlan, { change, marks }: Rotation, found: RotationFound): TokenWrite | undefined {
  const { ours = false, values = {} } = found.tokens ?? {};
  const kept = ours ? values : only(values, madeKeys(found));
  if (plan.write)
    return { ...plan.write, values: { ...kept, ...plan.write.values }, marks: marksText(marks) };
  if (!change) return undefined;
  return { values: { ...kept, ...change.values }, adopted: !ours, marks: marksText(change.marks) };
}

const only = (values: Partial<Tokens>, keys: readonly TokenKey[]): Partial<Tokens> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => keys.some((one) => one === key)));

/** A command that goes on is recorded again only when there is something new to say of it. */
function outcomesOf(
  { owner, status }: Observed,
  ordered: Fresh | undefined,
  next: Rotation,
): ReadonlyMap<Fresh, Outcome> {
  if (!ordered) return new Map();
  const outcome = outcomeOf(ordered, next, secretsName(owner));
  const said = recordOf(status.commands);
  const isSaid =
    said?.value === ordered.value && said.result === outcome.result && said.message === outcome.message;
  return new Map(isSaid ? [] : [[ordered, outcome]]);
}

function outcomeOf({ target }: Fresh, next: Rotation, name: string): Outcome & { readonly message: string } {
  if (next.refusal) return { result: 'Refused', message: next.refusal };
  const isMeant = next.keys.some((key) => key === target);
  if (!isMeant) return { result: 'InProgress', message: `It waits until Secret ${name} is in order.` };
  return {
    result: next.step === 'Replaced' ? 'Done' : 'InProgress',
    message: rotationMessage(name, next) ?? '',
  };
}

/** What pods are told, if anything. */
export const tellOf = ({ rotation: { tell }, told }: TokensDecided): Pick<Plan, 'tell'> =>
  tell && told.length > 0 ? { tell: { word: tell, pods: told } } : {};

const soonSeconds = 1;
/** A Secret of the user's is not watched. */
const unwatchedSeconds = 30;

function lookAgain(
  { source }: TokenPlan,
  { step, marks }: Rotation,
  { told, now }: { readonly told: readonly Pod[]; readonly now: Date },
): number | undefined {
  if (step === 'Waiting' || step === 'Announcing' || step === 'Replaced' || told.length > 0)
    return soonSeconds;
  const left = Date.parse(marks.overlapUntil ?? '') - now.getTime();
  // Where no pod serves there is nobody to be told, and the first that does brings the next look along.
  if (step === 'Overlapping' && left > 0) return Math.max(soonSeconds, left / 1000);
  return source === 'Adopted' ? unwatchedSeconds : undefined;
}
