import { flag, restingPose } from '../../shared/presence/pose.ts';
import { bodyBytes, writeBody } from '../../shared/presence/poseBody.ts';
import { votes } from '../frames/votes.ts';
import type { Visitor } from '../presence/roster.ts';
import { fpsReading, shownPositions, shownTracking, tracked } from './readings.ts';

const visitor = (id: string, flags: number, more: Partial<Visitor> = {}): Visitor => {
  const pose = restingPose();
  pose.set([1, 2, 3], 0);
  pose.set([0, 1.5, 0], 4);
  pose[25] = flags;
  const body = new Uint8Array(bodyBytes);
  writeBody(pose, new DataView(body.buffer), 0);
  const usual = {
    name: id,
    turn: 1,
    number: 1,
    home: 'here',
    awaySince: undefined,
    milliseconds: 0,
    isPlaced: true,
  };
  return { id, body, ...usual, ...more };
};

describe('readings', () => {
  it('are none while nobody reports', () => {
    expect([fpsReading(votes(), 0, 0), shownTracking([]), shownPositions([])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leave out who has not said where they are, and whose connection is lost', () => {
    const gone = [visitor('new', 0, { isPlaced: false }), visitor('lost', 0, { awaySince: 1 })];
    expect(tracked(gone)).toEqual([]);
  });

  it('tell where everybody is, and what headsets track of those who wear one', () => {
    const all = tracked([visitor('flat', 0), visitor('worn', flag.immersive | flag.leftTracked)]);
    expect(shownPositions(all)).toMatchObject({
      players: [
        { id: 'flat', position: [1, 2, 3] },
        { id: 'worn', position: [1, 2, 3] },
      ],
    });
    expect(shownTracking(all)).toMatchObject({
      visitors: [
        { id: 'worn', head: { position: [0, 1.5, 0] }, left: { rotation: [0, 0, 0, 1] }, right: null },
      ],
    });
    expect(shownTracking(all.slice(0, 1))).toBeUndefined();
  });
});
