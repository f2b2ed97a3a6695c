import { statusOf } from '../spaceTime.ts';
import { historyLines } from '../view/history.ts';
import type { ReadingSpec } from './reading.ts';

/** The revisions that one can go back to. */
export const history: ReadingSpec = {
  name: 'history',
  summary: 'the revisions that one can go back to',
  description:
    'Lists the revisions that can be gone back to and those in use, newest first, with what each changed.',
  plain: [
    `kubectl get st/spacetime -n spacetime -o jsonpath='{range .status.revisions[*]}{.number}{"\\t"}{.name}{"\\t"}{.state}{"\\t"}{.image}{"\\n"}{end}'`,
  ],
  read: (_, { world }, { clock, terminal }) => ({
    facts: statusOf(world).revisions,
    lines: () => historyLines(world, clock.date(), terminal.paint),
  }),
};
