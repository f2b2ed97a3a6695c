import { noneDied } from './ask/pods.ts';
import { drilled, drilledAndServed } from './ask/release.ts';
import { all, type Line, linesOf, machine } from './line.ts';

const drill = 'The last drill (spacetime.dev/drill) was undone';

/** "Rollback Procedures": what a drill shows. */
export const rollback: readonly Line[] = linesOf('Rollback 4', 'drill', [
  machine('rollback.previous-version', 'Pods running previous version', `${drill}.`, drilled),
  machine('rollback.api', 'API responding correctly', `${drill}, and users are served.`, drilledAndServed),
  machine(
    'rollback.no-errors',
    'No errors in logs',
    `${drill}, and no container of the revision that users have has died; logs are not read.`,
    all(drilled, noneDied),
  ),
]);
