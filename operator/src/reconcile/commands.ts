import { type Command, commandAnnotations } from '../api/identity.ts';
import type { CommandRecord } from '../api/status/world.ts';
import type { KubeObject } from '../kube/types.ts';
import { cut } from '../status/rollout.ts';

/** A command whose value is new: it runs now, once. */
export interface Fresh {
  readonly name: Command;
  readonly value: string;
  /** The value up to its first `@`; what follows only makes it another value. */
  readonly target: string;
}

/** What became of a command. `InProgress`: it has begun. `Later`: its value is kept for when it can run. */
export type Outcome =
  | { readonly result: 'Done' | 'Refused' | 'InProgress'; readonly message?: string }
  | { readonly result: 'Later' };

/** The command annotations whose value was not seen before, in a fixed order. A removed one is none. */
export function freshCommands(object: KubeObject, before: readonly CommandRecord[]): readonly Fresh[] {
  return (Object.keys(commandAnnotations) as Command[]).flatMap((name) => {
    const value = object.metadata.annotations?.[commandAnnotations[name]]?.slice(0, 63);
    const old = before.find((record) => record.name === name);
    if (value === undefined || value === old?.value) return [];
    return [freshOf(name, value)];
  });
}

/** A command of this value. */
export const freshOf = (name: Command, value: string): Fresh => ({
  name,
  value,
  target: value.split('@')[0] ?? '',
});

/** What a new object brings along (it was restored or copied) is recorded and not run. */
export const notRun: Outcome = { result: 'Refused', message: 'Found on a new object, so it was not run.' };

/** Every command with its last value, as status records it. A command whose annotation was removed keeps its record. */
export function recordsAfter(
  before: readonly CommandRecord[],
  outcomes: ReadonlyMap<Fresh, Outcome>,
  now: Date,
): readonly CommandRecord[] {
  const records = [...outcomes].flatMap(([{ name, value }, outcome]) =>
    outcome.result === 'Later'
      ? []
      : [
          {
            name,
            value,
            time: now.toISOString(),
            result: outcome.result,
            ...(outcome.message && { message: cut(outcome.message, 160) }),
          },
        ],
  );
  const names = Object.keys(commandAnnotations);
  return [...before.filter(({ name }) => !records.some((record) => record.name === name)), ...records].sort(
    (a, b) => names.indexOf(a.name) - names.indexOf(b.name),
  );
}
