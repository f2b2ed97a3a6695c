import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLoad } from './load.ts';

it('visitors come on time over new and kept connections, and everything is told', async () => {
  const paths: string[] = [];
  const enough = Promise.withResolvers<void>();
  const server = createServer((req, res) => {
    if (paths.push(req.url ?? '') === 60) enough.resolve();
    res.setHeader('X-Spacetime-Revision', 'abc');
    res.end(req.url === '/world' ? JSON.stringify({ scene_url: 'r/abc/world/vr_main.tscn.json' }) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const load = startLoad({ url: `http://127.0.0.1:${port}`, perSecond: 100 });
  await enough.promise;
  await load.stop();
  server.closeAllConnections();
  server.close();

  expect(load.answers).toHaveLength(paths.length);
  expect(load.answers.every(({ status, revision }) => status === 200 && revision === 'abc')).toBe(true);
  expect(new Set(paths)).toContain('/r/abc/world/vr_main.tscn.json');
  const due = load.answers.map(({ at }) => at).sort((a, b) => a - b);
  expect(due.map((at) => at - (due[0] ?? 0))).toEqual(due.map((_, i) => i * 10));
});
