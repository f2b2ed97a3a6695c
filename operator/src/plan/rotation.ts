import type { Owner } from './owner.ts';
import { type Order, orderRefusal } from './rotationOrder.ts';
import { noMarks, type TokenMarks } from './tokenMarks.ts';
import type { TokenPlan, TokensFound } from './tokenPlan.ts';
import { type TokenKey, type Tokens, tokenKeys } from './tokens.ts';

/** A value with its digest, hex SHA-256. */
export interface NewValue {
  readonly value: string;
  readonly digest: string;
}
export type NewValues = Partial<Readonly<Record<TokenKey, NewValue>>>;

/** What a pod is told of the API token: that one of this digest will come, or that it has come and those before it end. */
export interface TokenWord {
  readonly digest: string;
  readonly othersEndInSeconds?: number;
}

/** By what is remembered that a pod has heard a word; how many seconds are left is not part of it. */
export function wordKey({ digest, othersEndInSeconds }: TokenWord): string {
  if (othersEndInSeconds === undefined) return digest;
  return othersEndInSeconds > 0 ? `${digest} overlaps` : `${digest} alone`;
}

/** All that a rotation depends on. */
export interface RotationFound {
  readonly tokens: TokensFound | undefined;
  /** Values that wait until they may take their places. */
  readonly next: NewValues;
  /** New values, for those that begin to wait now. */
  readonly fresh: Readonly<Record<TokenKey, NewValue>>;
  /** What a person has ordered and is not done. */
  readonly order?: Order;
  /** Whether every pod that serves accepts the API token that waits. */
  readonly isKnown: boolean;
  /** Whether a pod has heard that the present API token is in its place, and until when the others are. */
  readonly isTold: { readonly overlap: boolean; readonly end: boolean };
  /** Whether checks run that hold the present token until they end. */
  readonly isChecking: boolean;
  readonly now: Date;
}

/** What is done about the tokens now. */
export interface Rotation {
  /** Changes of the token Secret; what is not named stays. */
  readonly change?: { readonly values: Partial<Tokens>; readonly marks: TokenMarks };
  /** Values that wait from now on, or still do. */
  readonly wait?: Partial<Tokens>;
  readonly tell?: TokenWord;
  readonly step: 'AtRest' | 'Waiting' | 'Announcing' | 'Replaced' | 'Overlapping' | 'Finished';
  /** Keys that are replaced. */
  readonly keys: readonly TokenKey[];
  readonly marks: TokenMarks;
  /** Why an order is not carried out. */
  readonly refusal?: string;
}

/**
 * Where a rotation stands and what is next. New values wait in a Secret of their own; pods are told of an API token and accept it; then
 * it takes its place in one write that also says until when the one before is accepted; then that one ends. Each step follows from what is
 * there, so that it does not matter where an operator stops.
 */
export function rotation(owner: Owner, plan: TokenPlan, found: RotationFound): Rotation {
  const marks = found.tokens?.marks ?? noMarks;
  const rest: Rotation = { step: 'AtRest', keys: [], marks };
  if (plan.write) return { ...rest, marks: marksOfNew(plan.write.values, found, marks) };
  if (plan.refusal || !found.tokens) return rest;
  const refusal = found.order && orderRefusal(owner, found.order, madeKeys(found));
  const noted = { ...rest, ...(refusal && { refusal }) };
  if (plan.source === 'Referenced') return noted;
  return { ...noted, ...step(owner, found, marks, refusal === undefined ? found.order : undefined) };
}

type Step = Pick<Rotation, 'step'> & Partial<Rotation>;

/** A change by the user first, then what has begun, then what is to begin, then what ends. */
function step(owner: Owner, found: RotationFound, marks: TokenMarks, order: Order | undefined): Step {
  const changed = changedByUser(owner, found, marks);
  if (changed) return { step: 'AtRest', change: changed, marks: changed.marks };
  const waiting = waitingKeys(found);
  if (waiting.length > 0) return onward(owner, found, waiting, marks);
  const wanted = wantedKeys(owner, found, order);
  if (wanted.length === 0) return overlap(found, marks);
  const wait = Object.fromEntries(wanted.map((key) => [key, found.fresh[key].value]));
  return { step: 'Waiting', keys: wanted, wait };
}

/** Keys whose values the operator made and nobody has changed since. A Secret of ours without a note is from before there were any. */
export const madeKeys = ({ tokens }: Pick<RotationFound, 'tokens'>): readonly TokenKey[] =>
  tokenKeys.filter((key) => {
    if (!tokens || tokens.values[key] === undefined) return false;
    const made = tokens.marks?.made[key];
    return made ? made.digest === tokens.digests?.[key] : tokens.ours && tokens.marks === undefined;
  });

/** When a value is to be replaced, in milliseconds since 1970; never when there is no schedule or it was not made here. */
export function dueAt(owner: Owner, { tokens }: Pick<RotationFound, 'tokens'>, key: TokenKey): number {
  const { intervalDays } = owner.spec.secrets.rotation;
  const at = tokens?.marks?.made[key]?.at ?? tokens?.createdAt;
  if (intervalDays === undefined || at === undefined) return Number.POSITIVE_INFINITY;
  return Date.parse(at) + intervalDays * 86_400_000;
}

function wantedKeys(owner: Owner, found: RotationFound, order: Order | undefined): readonly TokenKey[] {
  return madeKeys(found).filter(
    (key) => order?.target === key || dueAt(owner, found, key) <= found.now.getTime(),
  );
}

/** Values that wait and have not taken their places; one that has is left over from a write before. */
const waitingKeys = ({ next, tokens }: RotationFound): readonly TokenKey[] =>
  madeKeys({ tokens }).filter((key) => next[key] && next[key].value !== tokens?.values[key]);

function onward(owner: Owner, found: RotationFound, keys: readonly TokenKey[], marks: TokenMarks): Step {
  const { next, now } = found;
  const values = Object.fromEntries(keys.map((key) => [key, next[key]?.value]));
  const token = keys.includes('API_TOKEN') ? next.API_TOKEN : undefined;
  const reachesPods = token !== undefined && owner.spec.api.enabled;
  if (reachesPods && !found.isKnown)
    return { step: 'Announcing', keys, wait: values, tell: { digest: token.digest } };
  if (token && found.isChecking) return { step: 'Waiting', keys, wait: values };
  const made = keys.map((key) => [key, { digest: next[key]?.digest, at: now.toISOString() }]);
  const replaced: TokenMarks = {
    ...marks,
    made: { ...madeNow(found, marks), ...Object.fromEntries(made) },
    ...(reachesPods && overlapFrom(owner, now, token.digest)),
  };
  return { step: 'Replaced', keys, wait: values, change: { values, marks: replaced }, marks: replaced };
}

/** Notes of all that is ours, also of what was made before there were notes. */
const madeNow = (found: RotationFound, marks: TokenMarks): TokenMarks['made'] => ({
  ...Object.fromEntries(
    madeKeys(found).map((key) => [
      key,
      { digest: found.tokens?.digests?.[key], at: found.tokens?.createdAt ?? found.now.toISOString() },
    ]),
  ),
  ...marks.made,
});

/**
 * Who puts a token of their own in the place of ours has as long to follow, and keeps it. One that is changed again while those before
 * are still accepted has as long for itself.
 */
function changedByUser(owner: Owner, found: RotationFound, marks: TokenMarks): Rotation['change'] {
  const foreign = tokenKeys.filter((key) => marks.made[key] && !madeKeys(found).includes(key));
  const digest = found.tokens?.digests?.API_TOKEN;
  const isAnother = marks.overlapOf !== undefined && digest !== undefined && marks.overlapOf !== digest;
  if (foreign.length === 0 && !isAnother) return undefined;
  const made = Object.fromEntries(
    Object.entries(marks.made).filter(([key]) => !foreign.some((one) => one === key)),
  );
  const overlaps = (isAnother || foreign.includes('API_TOKEN')) && digest && owner.spec.api.enabled;
  const { overlapOf, ...rest } = marks;
  return {
    values: {},
    marks: { ...rest, made, ...(overlaps && overlapFrom(owner, found.now, digest)) },
  };
}

function overlap(found: RotationFound, marks: TokenMarks): Step {
  const { overlapUntil, overlapOf, ...over } = marks;
  const digest = found.tokens?.digests?.API_TOKEN;
  if (!overlapUntil || !digest) return { step: 'AtRest' };
  const left = Math.ceil((Date.parse(overlapUntil) - found.now.getTime()) / 1000);
  // A clock that was set back would ask for more than pods grant.
  const seconds = Math.min(Math.max(0, left), mostOverlapSeconds);
  if (seconds === 0 && found.isTold.end)
    return { step: 'Finished', keys: ['API_TOKEN'], change: { values: {}, marks: over }, marks: over };
  const isTold = seconds > 0 ? found.isTold.overlap : found.isTold.end;
  return {
    step: 'Overlapping',
    keys: ['API_TOKEN'],
    ...(!isTold && { tell: { digest, othersEndInSeconds: seconds } }),
  };
}

/** Notes of values that are made for the first time. */
function marksOfNew(values: Partial<Tokens>, found: RotationFound, marks: TokenMarks): TokenMarks {
  const isNew = (key: TokenKey) => values[key] !== undefined && found.tokens?.values[key] === undefined;
  const made = tokenKeys
    .filter(isNew)
    .map((key) => [key, { digest: found.fresh[key].digest, at: found.now.toISOString() }]);
  return { ...marks, made: { ...madeNow(found, marks), ...Object.fromEntries(made) } };
}

/** For how long others are accepted beside the token of this digest. */
const overlapFrom = ({ spec }: Owner, now: Date, digest: string) => ({
  overlapUntil: later(now, spec.secrets.rotation.overlapSeconds),
  overlapOf: digest,
});

/** What the schema allows. */
const mostOverlapSeconds = 604_800;

const later = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();
