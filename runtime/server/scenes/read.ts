import type { Numbers, Value } from './text/value.ts';
import { kindOf } from './text/value.ts';

/** Gives a property by its name: of a node or of a resource. */
export type Lookup = (name: string) => Value | undefined;

export type Vector = readonly [number, number, number];

/** A number; the fallback when it is not there or not finite. */
export function number(from: Lookup, name: string, fallback: number): number {
  const value = from(name);
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** A whole number between two others. */
export const whole = (from: Lookup, name: string, [fallback, least, most]: Vector): number =>
  Math.round(Math.min(most, Math.max(least, number(from, name, fallback))));

export const flag = (from: Lookup, name: string, fallback: boolean): boolean => {
  const value = from(name);
  return typeof value === 'boolean' ? value : fallback;
};

export const text = (from: Lookup, name: string, fallback = ''): string => {
  const value = from(name);
  return typeof value === 'string' ? value : fallback;
};

/** The numbers of a constructor, such as `Color(…)`; nothing when there are others than so many, or not all are finite. */
export function tuple(from: Lookup, name: string, size: number): number[] | undefined {
  const numbers = list(from, name);
  return numbers.length === size && numbers.every(Number.isFinite) ? numbers : undefined;
}

/** The numbers of a packed array; none when it is not there. */
export function list(from: Lookup, name: string): number[] {
  const value = from(name);
  return kindOf(value) === 'numbers' ? Array.from((value as Numbers).numbers) : [];
}

export function vector(from: Lookup, name: string, fallback: Vector): Vector {
  const [x = 0, y = 0, z = 0] = tuple(from, name, 3) ?? fallback;
  return [x, y, z];
}

/** The text of `NodePath("…")` or of a plain text. */
export function path(from: Lookup, name: string, fallback: string): string {
  const value = from(name);
  if (typeof value === 'string') return value;
  return kindOf(value) === 'path' ? (value as { path: string }).path : fallback;
}
