import { at, restingPose } from '../../../shared/presence/pose.ts';
import { bodyBytes, writeBody } from '../../../shared/presence/poseBody.ts';
import { anApp, type RunningApp } from '../../../test/anApp.ts';
import type { Room } from '../../presence/room.ts';
import { here } from '../../presence/roster.ts';

let app: RunningApp;
let told: string[];
let room: Room;
beforeEach(async () => {
  app = await anApp();
  told = [];
  room = app.deps.presence.room as Room;
  room.enter({ id: 'ann', name: 'Ann', turn: 1 }, here);
  room.enter({ id: 'far', name: 'Far', turn: 1 }, 'another-pod');
  room.sit('ann', { say: (text) => void told.push(text), show: () => {}, close: () => {} });
});
afterEach(() => app.close());

const teleport = (body: object) =>
  app.ask('/player/teleport', {
    as: 'caller',
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const teleports = () => told.map((text) => JSON.parse(text)).filter(({ type }) => type === 'teleport');

describe('/player/position', () => {
  it('tells where everybody stands, and of who has not moved that nobody knows', async () => {
    const pose = restingPose();
    pose.set([1, 0, -2], at.root);
    const body = new Uint8Array(bodyBytes);
    writeBody(pose, new DataView(body.buffer), 0);
    room.move('ann', 0, body);
    const answer = await app.ask('/player/position', { as: 'caller' });
    expect(await answer.json()).toEqual({
      players: [
        { id: 'ann', name: 'Ann', position: [1, 0, -2], yaw: 0, away: false },
        { id: 'far', name: 'Far', position: null, yaw: null, away: false },
      ],
      count: 2,
    });
  });
});

describe('/player/teleport', () => {
  it.each([{}, { visitor: 'ann' }])('tells the page where it is put: %j', async (more) => {
    const answer = await teleport({ position: [3, 0, 4], yaw: 1, ...more });
    expect(await answer.json()).toEqual({ success: true, told: 1 });
    expect(teleports()).toEqual([{ type: 'teleport', position: [3, 0, 4], yaw: 1 }]);
  });

  it.each(['nobody', 'far'])('refuses %s, who is not connected here', async (visitor) => {
    expect((await teleport({ position: [0, 0, 0], visitor })).status).toBe(404);
    expect(teleports()).toEqual([]);
  });

  it.each([
    [{ position: [0, 0] }, 'position'],
    [{ position: [0, 0, 1e9] }, 'position'],
    [{ position: [0, 0, 0], yaw: 7 }, 'yaw'],
    [{ position: [0, 0, 0], visitor: '' }, 'visitor'],
  ])('refuses %j and names %s', async (body, field) => {
    const answer = await teleport(body);
    expect([answer.status, (await answer.json()) as unknown]).toEqual([
      400,
      expect.objectContaining({ message: expect.stringContaining(field) }),
    ]);
  });
});
