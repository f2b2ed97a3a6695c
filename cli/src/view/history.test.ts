import { aHeld, aSpaceTime, noon } from '../../test/aSpaceTime.ts';
import { historyLines } from './history.ts';
import { noColors } from './paint.ts';

it('each revision has a line that says what it changed, or why it is held', () => {
  expect(historyLines(aSpaceTime({ heldRevisions: [aHeld()] }), noon, noColors).join('\n')).toBe(`\
#  REVISION    STATE      CREATED  IMAGE             CHANGED
3  dddd555555  Candidate  7 h ago  spacetime:v1.3.0  ErrorRateWorse
2  cccc444444  Stable     8 h ago  spacetime:v1.2.0  the spring release
1  bbbb222222  Retired    9 h ago  spacetime:v1.1.0  image`);
});

it('a world without revisions says so', () => {
  expect(historyLines(aSpaceTime({ revisions: [] }), noon, noColors)).toEqual(['There is no revision yet.']);
});
