import { type SpaceTime, statusOf } from '../spaceTime.ts';
import type { Order } from './order.ts';

/** An order that was written down, and by what its answer is known. */
export interface Given {
  readonly order: Order;
  /** Value of the annotation. */
  readonly value: string;
  /** Generation of the spec that the order made. */
  readonly generation: number;
}

/** What has become of an order so far. */
export interface Outcome {
  readonly result: 'Waiting' | 'InProgress' | 'Done' | 'Refused';
  /** What the operator says about it; empty when it says nothing. */
  readonly message: string;
}

const waiting: Outcome = { result: 'Waiting', message: '' };

/** Reads the answer of the operator from the status. An order for which it has none is waiting. */
export function outcomeOf({ order, value, generation }: Given, world: SpaceTime): Outcome {
  const { commands, observedGeneration = 0 } = statusOf(world);
  if (order.by === 'Pause') {
    if (observedGeneration < generation) return waiting;
    return { result: 'Done', message: order.paused ? pausedNow : resumedNow };
  }
  const record = commands.find((one) => one.name === order.command && one.value === value);
  return record ? { result: record.result, message: record.message ?? '' } : waiting;
}

const pausedNow = 'No release starts or goes on until resume; rollback, repair and rotation do.';
const resumedNow = 'Releases go on.';
