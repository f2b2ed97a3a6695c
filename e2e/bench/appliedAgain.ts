import { setTimeout as sleep } from 'node:timers/promises';
import type { Stand, State } from './system.ts';

const pauseSeconds = 5;

/**
 * Applies the same again and again, as an agent that heals does. Answers how often, how many pods started, how often the object's
 * generation or its conditions were others than at the look before.
 */
export async function appliedAgain(
  stand: Pick<Stand, 'again' | 'podNames' | 'state'>,
  seconds: number,
): Promise<Readonly<Record<string, number>>> {
  // The cluster may still take away what was undone.
  await sleep(pauseSeconds * 1000);
  const pods = await stand.podNames();
  const states = [await stand.state()];
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    await stand.again();
    await sleep(pauseSeconds * 1000);
    states.push(await stand.state());
  }
  const started = (await stand.podNames()).filter((name) => !pods.includes(name)).length;
  return { appliedAgain: states.length - 1, podsStarted: started, ...changesOf(states) };
}

/** How often one look differs from the one before. */
export function changesOf(states: readonly State[]) {
  const changes = (of: (state: State) => unknown) =>
    states.slice(1).filter((state, i) => of(state) !== of(states[i] as State)).length;
  return {
    generationChanged: changes(({ generation }) => generation),
    conditionsChanged: changes(({ conditions }) => conditions),
  };
}
