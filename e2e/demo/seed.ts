import type { Fault } from '../harness/images.ts';
import { splitmix } from '../harness/splitmix.ts';

/** What one more bad release may be: none of the faults that the other releases show. */
export const drawnFrom: readonly (readonly [Fault, string])[] = [
  ['answersForAnother', 'says that it is another revision'],
  ['closesSockets', 'closes connections without an answer'],
  ['crashesUnderUsers', 'crashes when users come'],
  ['failsLate', 'answers 500 after eight good seconds'],
  ['failsOneInFive', 'answers 500 to every fifth request'],
  ['failsThePage', 'answers 500 to GET / only'],
  ['hangs', 'never ends an answer'],
  ['neverReady', 'is never ready'],
  ['outOfMemory', 'takes memory until the kernel ends it'],
  ['slow', 'takes 400 ms longer for each answer'],
];

/** The fault that a seed draws; the same for the same seed. */
export function draw(seed: number): readonly [Fault, string] {
  const drawn = drawnFrom[Math.floor(splitmix(seed)() * drawnFrom.length)];
  if (!drawn) throw new Error(`Seed ${seed} draws nothing.`);
  return drawn;
}

/** DEMO_SEED, or one by chance. Throws a sentence for a text that is no whole number. */
export function seedFrom(text: string | undefined, random: () => number): number {
  if (text === undefined || text === '') return Math.floor(random() * 1_000_000);
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw new Error(`DEMO_SEED is ${text}, but must be a whole number.`);
  return seed;
}
