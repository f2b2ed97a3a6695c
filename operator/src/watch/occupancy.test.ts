import { aPod } from '../../test/builders.ts';
import { occupancy } from './occupancy.ts';
import type { AskPod } from './podHttp.ts';

const page = `# TYPE spacetime_sockets gauge
spacetime_sockets{kind="frames"} 7
spacetime_sockets{kind="telemetry"} 2
spacetime_http_requests 9
`;
const pages: Readonly<Record<string, { status: number; text: string }>> = {
  full: { status: 200, text: page },
  old: { status: 200, text: 'up 1\n' },
  sick: { status: 500, text: page },
};
const ask: AskPod = async ({ metadata }) => ({
  headers: {},
  milliseconds: 1,
  ...(pages[metadata.name] ?? { status: 0, text: '' }),
});

it('is the number of open WebSockets of all kinds, of each ready pod that tells it', async () => {
  const pods = ['full', 'old', 'sick', 'away'].map((name) => aPod({ name }));
  const starting = aPod({ name: 'full', ready: false });
  expect([...(await occupancy([...pods, starting], ask))]).toEqual([['uid-of-full', 9]]);
});
