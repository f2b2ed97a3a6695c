import type { Member, ToPage } from '../../shared/presence/control.ts';
import { frame } from '../../shared/presence/frame.ts';
import { at, restingPose } from '../../shared/presence/pose.ts';
import { bodyBytes, writeBody } from '../../shared/presence/poseBody.ts';
import { company } from './company.ts';

const member = (id: string, number: number, away = false): Member => ({ id, number, name: id, away });
const welcome = (...members: Member[]): ToPage => ({
  type: 'welcome',
  version: 1,
  room: 'world',
  you: member('me', 0),
  resume: '',
  members,
});
const seenAt = (number: number, x: number) => {
  const body = new Uint8Array(bodyBytes);
  const pose = restingPose();
  pose[at.root] = x;
  writeBody(pose, new DataView(body.buffer), 0);
  return new DataView(frame([{ number, milliseconds: 0, body }], 0, 0).buffer as ArrayBuffer);
};
const ids = (of: ReturnType<typeof company>) => of.others().map(({ member: { id } }) => id);

describe('company', () => {
  it('says who comes, goes and takes another name, and not who was there before', () => {
    const all = company();
    const hear = (message: ToPage) => all.hear(message);
    expect(hear(welcome(member('Ann', 1)))).toBeUndefined();
    expect(hear({ type: 'join', member: member('me', 0) })).toBeUndefined();
    expect(hear({ type: 'join', member: member('Bob', 2) })).toBe('Bob has come.');
    expect(hear({ type: 'name', id: 'Bob', name: 'Rob' })).toBe('Bob is now called Rob.');
    expect(hear({ type: 'leave', id: 'Ann' })).toBe('Ann has left.');
    expect(hear({ type: 'leave', id: 'nobody' })).toBeUndefined();
    expect(ids(all)).toEqual(['Bob']);
  });

  it('does not announce who was only away', () => {
    const all = company();
    all.hear(welcome(member('Ann', 1)));
    expect(all.hear({ type: 'away', id: 'Ann' })).toBeUndefined();
    expect(all.others()[0]?.member.away).toBe(true);
    expect(all.hear({ type: 'join', member: member('Ann', 1) })).toBeUndefined();
    expect(all.others()[0]?.member.away).toBe(false);
  });

  it('knows everybody by the numbers of the connection that it has now', () => {
    const all = company();
    all.hear(welcome(member('Ann', 1), member('Bob', 2)));
    all.hear(welcome(member('Bob', 1), member('Eve', 2)));
    expect(ids(all)).toEqual(['Bob', 'Eve']);
    all.see(seenAt(1, 5));
    all.see(seenAt(9, 7));
    const places = all.others().map(({ motion }) => motion.now(performance.now())?.[at.root]);
    expect(places).toEqual([5, undefined]);
  });
});
