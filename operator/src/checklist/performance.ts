import { withinMilliseconds } from './ask/checks.ts';
import { memoryInRange, noGrowth } from './ask/live.ts';
import { haveLasted } from './ask/pods.ts';
import { all, type Line, linesOf, machine } from './line.ts';

const times = linesOf('6.1', 'before', [
  machine(
    'performance.status',
    '`/status` responds in < 50ms',
    'What the check program measured when it asked the pods.',
    withinMilliseconds('smoke.status', / in /, 50),
  ),
  machine(
    'performance.scenes',
    '`/scenes` responds in < 100ms',
    'What the check program measured when it asked a world of the same image.',
    withinMilliseconds('smoke.authentication', /\/scenes in /, 100),
  ),
  machine(
    'performance.scene-load',
    'Scene loading completes in < 5s',
    'What a world of the same image measured when it loaded a scene for the check program.',
    withinMilliseconds('smoke.scene', / in /, 5000),
  ),
]);

const overTime = linesOf('6.2', 'bakes', [
  machine(
    'performance.memory-stable',
    'Memory usage stable over time',
    'A pod has lived through the time of a bake without a restart, and uses less than it may.',
    all(haveLasted, memoryInRange),
  ),
  machine(
    'performance.no-leaks',
    'No memory leaks detected',
    'The same, and the judge has not found that memory grows.',
    all(noGrowth, haveLasted),
  ),
]);

const range = linesOf('6.2', 'before', [
  machine(
    'performance.memory-range',
    'Memory usage within expected range',
    'The largest pod, against rollout.sla.maxMemory or 90 % of its limit.',
    memoryInRange,
  ),
]);

/** "6. Performance Verification". */
export const performanceLines: readonly Line[] = [...times, ...overTime, ...range];
