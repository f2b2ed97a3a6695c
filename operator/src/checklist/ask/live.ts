import { quantity } from '../../api/quantity.ts';
import { type Ask, failed, holds, passed } from '../line.ts';

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
const freshSeconds = 120;

/** The operator reads the metrics of the live pods. */
export const heard: Ask = ({ live, now }) => {
  if (!live) return undefined;
  const seconds = Math.max(0, Math.round((now.getTime() - live.heardAt) / 1000));
  return holds(
    seconds <= freshSeconds,
    `/metrics read ${seconds} s ago`,
    `/metrics was last read ${seconds} s ago`,
  );
};

/** A pod uses less memory than rollout.sla, or else 90 % of its limit, allows. */
export const memoryInRange: Ask = ({ live, spec }) => {
  if (!live || live.memoryBytes <= 0) return undefined;
  const { maxMemory } = spec.rollout.sla;
  const most = maxMemory ? quantity(maxMemory) : 0.9 * quantity(spec.resources.limits.memory);
  const evidence = `a pod uses ${mebibytes(live.memoryBytes)}, limit ${mebibytes(most)}`;
  return holds(live.memoryBytes <= most, evidence, evidence);
};

/** The judge has not found that memory grows, in the bake or since. */
export const noGrowth: Ask = ({ sla, release, live }) => {
  if (sla.result === 'Breached' && sla.breach.reason === 'Memory') return failed(sla.breach.message);
  if (release?.verdict?.reason === 'MemoryGrowing') return failed(release.verdict.message);
  return live && live.memoryBytes > 0
    ? passed(`no growth found, ${mebibytes(live.memoryBytes)} now`)
    : undefined;
};

/** What the live pods tell breaks no limit of rollout.sla. */
export const nothingBroken: Ask = ({ sla, live }) => {
  if (sla.result === 'Breached') return failed(sla.breach.message);
  if (!live) return undefined;
  return passed(
    sla.result === 'Met' ? 'rollout.sla is kept' : 'nothing breaks rollout.sla; nobody asks anything',
  );
};
