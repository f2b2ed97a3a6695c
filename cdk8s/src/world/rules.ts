import { BlockList, isIP } from 'node:net';
import { Environment } from '@marcbachmann/cel-js';
import type { Schema } from '../../../operator/src/api/crd.ts';
import type { Rule } from '../../../operator/src/api/fields.ts';
import { quantity } from '../../../operator/src/api/quantity.ts';

/** What the API server adds to CEL and the rules use: quantities, CIDRs, and lists that are summed or in order. */
class Quantity {
  readonly amount: number;
  constructor(text: string) {
    this.amount = quantity(text);
  }
}

/** A range of addresses of one family. */
class CIDR {
  readonly address: string;
  readonly bits: number;
  constructor(text: string) {
    const [address = '', bits] = text.split('/');
    this.address = address;
    this.bits = Number(bits);
  }

  contains({ address, bits }: CIDR): boolean {
    const family = familyOf(this.address);
    if (familyOf(address) !== family || bits < this.bits) return false;
    const range = new BlockList();
    range.addSubnet(this.address, this.bits, family);
    return range.check(address, family);
  }
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const cel = new Environment({ unlistedVariablesAreDyn: true })
  .registerType('Quantity', Quantity)
  .registerFunction('quantity(string): Quantity', (text: string) => new Quantity(text))
  .registerFunction('Quantity.compareTo(Quantity): int', (left: Quantity, right: Quantity) =>
    BigInt(Math.sign(left.amount - right.amount)),
  )
  .registerType('CIDR', CIDR)
  .registerFunction('isCIDR(string): bool', isCIDR)
  .registerFunction('cidr(string): CIDR', (text: string) => new CIDR(text))
  .registerFunction('CIDR.containsCIDR(string): bool', (outer: CIDR, text: string) =>
    outer.contains(new CIDR(text)),
  )
  .registerFunction('list.sum(): int', (list: readonly bigint[]) => list.reduce((sum, one) => sum + one, 0n))
  .registerFunction('list.isSorted(): bool', (list: readonly bigint[]) =>
    list.every((one, at) => at === 0 || (list[at - 1] ?? one) <= one),
  );

function isCIDR(text: string): boolean {
  const [address = '', prefix = ''] = text.split('/');
  const family = isIP(address);
  if (family === 0 || !/^\d{1,3}$/.test(prefix)) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
    return true;
  } catch {
    return false;
  }
}

/** A class of POSIX, which the API server's expressions know and JavaScript's do not. */
const translated = (rule: string) => rule.replaceAll('[:space:]', '\\\\s');

/** Rules that compare with the object before need the cluster. */
const isOfOneObject = ({ rule }: Rule) => !rule.includes('oldSelf');

/**
 * The sentences of all rules that a value breaks, outermost first. `value` has its defaults: the API server fills them
 * in before it asks.
 */
export function broken(schema: Schema, value: unknown): readonly string[] {
  const rules = (schema['x-kubernetes-validations'] ?? []).filter(isOfOneObject);
  const self = inCel(value);
  return [
    ...rules
      .filter(({ rule }) => cel.evaluate(translated(rule), { self }) !== true)
      .map(({ message }) => message),
    ...inside(schema, value),
  ];
}

function inside({ items, properties }: Schema, value: unknown): readonly string[] {
  if (items && Array.isArray(value)) return value.flatMap((one) => broken(items, one));
  if (!properties || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const schema = properties[name];
    return schema ? broken(schema, field) : [];
  });
}

/** Whole numbers are CEL's `int`, and names are written as rules write them. */
function inCel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCel);
  if (Number.isInteger(value)) return BigInt(value as number);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name.replaceAll('-', '__dash__'), inCel(field)]),
  );
}

/** The value as the API server stores it: what is left out has its default. */
export function defaulted(schema: Schema, value: unknown): unknown {
  const { items, properties } = schema;
  if (items && Array.isArray(value)) return value.map((one) => defaulted(items, one));
  if (!properties || typeof value !== 'object' || value === null) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const unknown = Object.entries(given).filter(([name]) => !(name in properties));
  const known = Object.entries(properties).flatMap(([name, field]) => {
    const set = given[name] ?? field.default;
    return set === undefined ? [] : [[name, defaulted(field, set)] as const];
  });
  return Object.fromEntries([...unknown, ...known]);
}
