import { tokenFault } from '../../../runtime/shared/tokenRules.ts';
import { secretsName } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { TokenMarks } from './tokenMarks.ts';
import { type TokenKey, type Tokens, tokenKeys } from './tokens.ts';

/** The token Secret as it was found: values as text, absent when there is no such Secret. */
export interface TokensFound {
  readonly values: Partial<Tokens>;
  /** Whether the operator made it. */
  readonly ours: boolean;
  /** Hex SHA-256 of the values as pods read them. */
  readonly digests?: Partial<Tokens>;
  /** Absent where nothing is noted. */
  readonly marks?: TokenMarks;
  /** RFC 3339. */
  readonly createdAt?: string;
}

/** A refusal: machine word, and a sentence that names Secret and key and never a value. */
export interface Refusal<Reason extends string> {
  readonly reason: Reason;
  readonly message: string;
}

/** Values to write, and what is noted of them. */
export interface TokenWrite {
  readonly values: Partial<Tokens>;
  /** Whether the Secret was there before the operator. */
  readonly adopted: boolean;
  /** Absent: nothing is noted. */
  readonly marks?: string;
}

export interface TokenPlan {
  readonly source: 'Generated' | 'Adopted' | 'Referenced';
  /** What to write; absent when nothing is missing or the Secret is not ours to write. */
  readonly write?: TokenWrite;
  readonly refusal?: Refusal<'NotFound' | 'KeyMissing' | 'Placeholder'>;
}

/** What to do about the tokens. `fresh` are random values, used for keys that are missing and ours to make. */
export function tokenPlan(owner: Owner, found: TokensFound | undefined, fresh: Tokens): TokenPlan {
  const source = sourceOf(owner, found);
  const values = found?.values ?? {};
  const missing = tokenKeys.filter((key) => values[key] === undefined);
  const name = secretsName(owner);
  const refusal = placeholder(owner, values);
  if (missing.length === 0) return { source, ...(refusal && { refusal }) };
  if (source === 'Referenced' || owner.spec.secrets.generation === 'Never') {
    return { source, refusal: found ? keyMissing(name, missing) : notFound(name) };
  }
  // Of a Secret that is not ours, no value passes through our hands.
  const write =
    source === 'Adopted'
      ? { values: Object.fromEntries(missing.map((key) => [key, fresh[key]])), adopted: true }
      : { values: { ...fresh, ...values }, adopted: false };
  return { source, write, ...(refusal && { refusal }) };
}

function sourceOf({ spec }: Owner, found: TokensFound | undefined): TokenPlan['source'] {
  if (spec.secrets.secretRef) return 'Referenced';
  return found && !found.ours ? 'Adopted' : 'Generated';
}

/** Outside production a placeholder is what people try things out with. The runtime goes by the same rule. */
function placeholder(owner: Owner, values: Partial<Tokens>): TokenPlan['refusal'] {
  if (owner.spec.environment !== 'production') return undefined;
  const [refusal] = tokenKeys.flatMap((key) => {
    const value = values[key];
    const fault = value === undefined ? undefined : tokenFault(value.trim());
    return fault ? [refused(secretsName(owner), key, fault)] : [];
  });
  return refusal;
}

const notFound = (name: string): Refusal<'NotFound'> => ({
  reason: 'NotFound',
  message: `Secret ${name}: it does not exist; create it with the keys ${tokenKeys.join(' and ')}.`,
});

const keyMissing = (name: string, keys: readonly TokenKey[]): Refusal<'KeyMissing'> => ({
  reason: 'KeyMissing',
  message: `Secret ${name}, key ${keys.join(', key ')}: it is not there; add it.`,
});

const refused = (name: string, key: TokenKey, fault: string): Refusal<'Placeholder'> => ({
  reason: 'Placeholder',
  message: `Secret ${name}, key ${key}: its value ${fault}; put a random value there.`,
});
