import type { Command } from '../api/identity.ts';
import { type Answer, type Order, obey } from '../rollout/orders.ts';
import type { Policy } from '../rollout/policy.ts';
import type { Reading } from '../rollout/reading.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { type Announcement, announce } from '../status/events.ts';
import { type Fresh, freshCommands, notRun, type Outcome } from './commands.ts';
import type { Observed } from './observed.ts';

const isSimple = (name: Command): name is 'restart' | 'retry' => name === 'restart' || name === 'retry';
const isOrder = (name: Command): name is Order['name'] =>
  !isSimple(name) && name !== 'drill' && name !== 'checklist' && name !== 'rotate';

/** Commands that need nothing of the rollout but that it is at rest; orders and drills have no outcome yet. */
export function simpleCommands({ object, status }: Observed, before: Rollout): ReadonlyMap<Fresh, Outcome> {
  const isNew = status.observedGeneration === undefined;
  const busy = before.phase === 'RollingBack' || before.phase === 'Recalling';
  return new Map(
    freshCommands(object, status.commands).flatMap((fresh): [Fresh, Outcome][] => {
      if (isNew) return [[fresh, notRun]];
      if (!isSimple(fresh.name)) return [];
      // What is being undone can be tried again when it has been undone.
      return [[fresh, { result: fresh.name === 'retry' && busy ? 'Later' : 'Done' }]];
    }),
  );
}

/** Carries out the orders among the fresh commands, one after the other. `rollout` is absent while none was obeyed. */
export function ordersObeyed(
  { object, status }: Observed,
  before: Rollout,
  reading: Reading,
  policy: Policy,
): { readonly rollout?: Rollout; readonly outcomes: ReadonlyMap<Fresh, Outcome> } {
  const outcomes = new Map<Fresh, Outcome>();
  let obeyed: Rollout | undefined;
  if (status.observedGeneration === undefined) return { outcomes };
  for (const fresh of freshCommands(object, status.commands)) {
    if (!isOrder(fresh.name)) continue;
    const answer = obey({ name: fresh.name, target: fresh.target }, obeyed ?? before, reading, policy);
    outcomes.set(fresh, outcomeOf(answer));
    if (answer.result === 'Done') obeyed = answer.rollout;
  }
  return { outcomes, ...(obeyed && { rollout: obeyed }) };
}

const outcomeOf = (answer: Answer): Outcome =>
  answer.result === 'Later' ? answer : { result: answer.result, message: answer.message };

/** One event for each command that was carried out or refused. */
export const commandEvents = (outcomes: ReadonlyMap<Fresh, Outcome>): readonly Announcement[] =>
  [...outcomes].flatMap(([{ name, value }, outcome]) => {
    if (outcome.result === 'Later' || outcome.result === 'InProgress') return [];
    const reason = outcome.result === 'Done' ? 'CommandDone' : 'CommandRefused';
    return [announce(reason, `${name} ${value}: ${outcome.message ?? 'done.'}`)];
  });
