import { secretsName } from './metadata.ts';
import type { Owner } from './owner.ts';
import { type TokenKey, tokenKeys } from './tokens.ts';

/** What a person has ordered to be replaced. */
export interface Order {
  readonly target: string;
}

/** Why an order cannot be carried out, as a sentence; undefined when it can. `made` are the keys whose values the operator made. */
export function orderRefusal(owner: Owner, { target }: Order, made: readonly TokenKey[]): string | undefined {
  if (target === 'DATABASE')
    return 'The credentials of a managed database are not rotated; those of your own database change with its Secret, as a release.';
  const key = tokenKeys.find((one) => one === target);
  if (!key) return `There is nothing to rotate that is called ${target}, only ${tokenKeys.join(' and ')}.`;
  if (made.includes(key)) return undefined;
  return `Secret ${secretsName(owner)}, key ${key}: the value is yours; change it there, and pods accept the one before it for a while.`;
}
