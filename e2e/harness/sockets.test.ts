import { aRuntime } from '../../runtime/test/aRuntime.ts';
import { type SocketEvent, socketSummary, startSockets } from './sockets.ts';
import { until } from './until.ts';

const event = (at: number, kind: SocketEvent['kind'], more: Partial<SocketEvent> = {}): SocketEvent => ({
  at,
  visitor: 1,
  kind,
  revision: 'aaaaaaaaaa',
  ...more,
});
const all = { revision: 'aaaaaaaaaa', from: 0, to: 10_000 };

describe('socketSummary', () => {
  it('counts who was told to move and came back in time', () => {
    const events = [event(1000, 'Closed', { code: 1012 }), event(1250, 'Opened', { revision: 'b' })];
    expect(socketSummary(events, all)).toEqual({ lost: 0, moved: 1, backSeconds: [0.25] });
  });

  it.each<[string, SocketEvent[]]>([
    ['whose connection broke', [event(1000, 'Closed', { code: 1006 }), event(1100, 'Opened')]],
    ['who came back late', [event(1000, 'Closed', { code: 1012 }), event(3500, 'Opened')]],
    ['who never came back', [event(1000, 'Closed', { code: 1012 })]],
    ['whose place another visitor took', [event(1000, 'Closed'), event(1100, 'Opened', { visitor: 2 })]],
  ])('counts as lost %s', (_, events) => {
    expect(socketSummary(events, all)).toMatchObject({ lost: 1, moved: 0 });
  });

  it('leaves out other revisions, other times, and who went of their own accord', () => {
    const events = [event(1000, 'Closed', { revision: 'b' }), event(2000, 'Left'), event(20_000, 'Closed')];
    expect(socketSummary(events, all)).toEqual({ lost: 0, moved: 0, backSeconds: [] });
  });
});

it('keeps sockets open, reports frames, and comes back to a world that sends it away', async () => {
  const runtime = await aRuntime();
  const sockets = startSockets({ url: runtime.url(''), count: 2 });
  const metric = async (name: string) =>
    Number(new RegExp(`^${name} (.+)$`, 'm').exec(await (await fetch(runtime.url('/metrics'))).text())?.[1]);
  await until('both report', async () => ((await metric('godot_fps')) === 72 ? true : undefined), 30);
  expect(sockets.events.map(({ kind, revision }) => [kind, revision])).toEqual([
    ['Opened', 'dev'],
    ['Opened', 'dev'],
  ]);
  sockets.slowDown('dev', 45);
  await until('one draws less', async () => ((await metric('godot_fps')) < 72 ? true : undefined), 30);
  await runtime.ask('/admin/drain', { method: 'POST' });
  await until(
    'both were told to move',
    async () => (sockets.events.filter(({ code }) => code === 1012).length >= 2 ? true : undefined),
    30,
  );
  await sockets.stop();
  await runtime.remove();
});

it('lets visitors leave, and others come in their place', async () => {
  const runtime = await aRuntime();
  const sockets = startSockets({ url: runtime.url(''), count: 2, visitSeconds: 0.2 });
  const count = (kind: SocketEvent['kind']) => sockets.events.filter((one) => one.kind === kind).length;
  await until('others have come', async () => (count('Opened') >= 6 ? true : undefined), 30);
  expect(count('Left')).toBeGreaterThanOrEqual(4);
  expect(count('Closed')).toBe(0);
  await sockets.stop();
  await runtime.remove();
});
