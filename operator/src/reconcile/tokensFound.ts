import { hash } from 'node:crypto';
import { labels, tokenAnnotation } from '../api/identity.ts';
import type { KubeObject, Secret } from '../kube/types.ts';
import { isNextTokens } from '../plan/nextTokens.ts';
import type { Owner } from '../plan/owner.ts';
import type { NewValue, NewValues } from '../plan/rotation.ts';
import { marksOf } from '../plan/tokenMarks.ts';
import type { TokensFound } from '../plan/tokenPlan.ts';
import { type TokenKey, type Tokens, tokenKeys } from '../plan/tokens.ts';
import type { Heard } from '../watch/tokenTeller.ts';

/** What a rotation is seen to have come to. */
export interface Rotating {
  /** Values that wait until they may take their places. */
  readonly next: NewValues;
  readonly fresh: Readonly<Record<TokenKey, NewValue>>;
  /** Which pods have said what they were told. */
  readonly heard: Heard;
}

/** Hex SHA-256 of a token as the runtime reads it from its file. */
const digestOf = (token: string): string => hash('sha256', token.trim());

/** The token Secret; `isOurs` says whether the operator made it. */
export function tokensOf({ data, metadata }: Secret, isOurs: boolean): TokensFound {
  const values = textsOf(data);
  const marks = marksOf(metadata.annotations?.[tokenAnnotation]);
  return {
    ours: isOurs,
    values,
    digests: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, digestOf(value)])),
    ...(marks && { marks }),
    ...(metadata.creationTimestamp && { createdAt: metadata.creationTimestamp }),
  };
}

/** What waits among the children, and what would wait next. */
export function rotatingOf(
  owner: Owner,
  children: readonly KubeObject[],
  fresh: Tokens,
  heard: Heard,
): Rotating {
  const waiting = children.find(
    (child): child is Secret =>
      isNextTokens(owner, child) && child.metadata.labels?.[labels.instance] === owner.name,
  );
  return { next: withDigests(textsOf(waiting?.data)), fresh: withDigests(fresh), heard };
}

const withDigests = <T extends Partial<Tokens>>(values: T) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value, digest: digestOf(value) }]),
  ) as { readonly [Key in keyof T]: NewValue };

const textsOf = (data: Secret['data']): Partial<Tokens> =>
  Object.fromEntries(
    tokenKeys.flatMap((key) => {
      const value = data?.[key];
      return value === undefined ? [] : [[key, Buffer.from(value, 'base64').toString()]];
    }),
  );
