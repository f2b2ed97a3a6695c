import { type TokenKey, tokenKeys } from './tokens.ts';

/** One value that the operator made. */
interface Made {
  /** Hex SHA-256: of 256 random bits it tells nothing, and it tells whether the value is still ours. */
  readonly digest: string;
  /** RFC 3339. */
  readonly at: string;
}

/** What the operator notes on the token Secret, where a change of a value and what it means are one write. */
export interface TokenMarks {
  readonly made: Partial<Readonly<Record<TokenKey, Made>>>;
  /** Until when the API token before this one is accepted, RFC 3339; absent when none is. */
  readonly overlapUntil?: string;
  /** Digest of the API token that was in its place when that was noted; another one gives those before it time of their own. */
  readonly overlapOf?: string;
}

export const noMarks: TokenMarks = { made: {} };

export const marksText = (marks: TokenMarks): string => JSON.stringify(marks);

/** What stands in the annotation; undefined when there is none, and nothing when it cannot be read. */
export function marksOf(text: string | undefined): TokenMarks | undefined {
  if (text === undefined) return undefined;
  try {
    const { made, overlapUntil, overlapOf } = JSON.parse(text) as {
      made?: Record<string, unknown>;
      overlapUntil?: unknown;
      overlapOf?: unknown;
    };
    const read = tokenKeys.flatMap((key) => {
      const one = made?.[key];
      return isMade(one) ? [[key, { digest: one.digest, at: one.at }]] : [];
    });
    return {
      made: Object.fromEntries(read) as TokenMarks['made'],
      ...(isTime(overlapUntil) && { overlapUntil, ...(typeof overlapOf === 'string' && { overlapOf }) }),
    };
  } catch {
    return noMarks;
  }
}

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value));

const isMade = (value: unknown): value is Made =>
  typeof value === 'object' &&
  value !== null &&
  'digest' in value &&
  typeof value.digest === 'string' &&
  'at' in value &&
  isTime(value.at);
