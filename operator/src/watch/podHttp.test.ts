import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aPod } from '../../test/builders.ts';
import type { Pod } from '../kube/types.ts';
import { originOf, podHttp } from './podHttp.ts';

const podAt = (podIP: string | undefined, port = 8080): Pod => {
  const pod = aPod();
  const ports = [
    { name: 'telemetry', containerPort: 8081 },
    { name: 'http', containerPort: port },
  ];
  return { ...pod, spec: { containers: [{ name: 'runtime', ports }] }, status: { ...(podIP && { podIP }) } };
};

const http = podHttp('spacetime-operator/test');
const servers: Server[] = [];

async function serving(listener: RequestListener): Promise<Pod> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return podAt('127.0.0.1', (server.address() as AddressInfo).port);
}

afterAll(async () => {
  await http.close();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

it('knows where a pod serves HTTP', () => {
  expect(originOf(podAt('10.1.2.3', 9000))).toBe('http://10.1.2.3:9000');
  expect(originOf(podAt('fd00::7'))).toBe('http://[fd00::7]:8080');
  expect(originOf(podAt(undefined))).toBeUndefined();
});

it('asks as the operator, with the token if there is one', async () => {
  const asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  const pod = await serving((request, response) => {
    asked.push(request);
    response.writeHead(202, { 'x-spacetime-revision': 'b' }).end('hello');
  });
  const answer = await http.ask(pod, {
    method: 'POST',
    path: '/admin/drain',
    token: 'secret',
    timeoutMilliseconds: 5000,
  });
  expect(answer).toMatchObject({ status: 202, text: 'hello', headers: { 'x-spacetime-revision': 'b' } });
  await http.ask(pod, { path: '/status', timeoutMilliseconds: 5000 });
  expect(asked).toMatchObject([
    {
      method: 'POST',
      url: '/admin/drain',
      headers: { 'user-agent': 'spacetime-operator/test', authorization: 'Bearer secret' },
    },
    { method: 'GET', url: '/status' },
  ]);
  expect(asked[1]?.headers).not.toHaveProperty('authorization');
});

describe('silence is the answer of a pod', () => {
  const silence = { status: 0, text: '' };

  it('that has no address yet', async () => {
    expect(await http.ask(podAt(undefined), { path: '/', timeoutMilliseconds: 5000 })).toMatchObject(silence);
  });

  it('that refuses the connection', async () => {
    const pod = await serving(() => undefined);
    const server = servers.pop();
    await new Promise((closed) => server?.close(closed));
    expect(await http.ask(pod, { path: '/', timeoutMilliseconds: 5000 })).toMatchObject(silence);
  });

  it('that breaks off in the middle of its answer', async () => {
    const pod = await serving((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      response.socket?.resetAndDestroy();
    });
    expect(await http.ask(pod, { path: '/', timeoutMilliseconds: 5000 })).toMatchObject(silence);
  });

  it('that says nothing before the deadline', async () => {
    const pod = await serving(() => undefined);
    expect(await http.ask(pod, { path: '/', timeoutMilliseconds: 50 })).toMatchObject(silence);
  });

  it('whose connections are all taken until the deadline; what it was not asked in time it is never asked', async () => {
    const asked: string[] = [];
    const held: (() => void)[] = [];
    const pod = await serving(({ url }, response) => {
      asked.push(url ?? '');
      if (url === '/slow') held.push(() => response.end());
      else response.end();
    });
    const slow = [1, 2].map(() => http.ask(pod, { path: '/slow', timeoutMilliseconds: 5000 }));
    expect(await http.ask(pod, { path: '/late', timeoutMilliseconds: 200 })).toMatchObject(silence);
    for (const end of held) end();
    expect(await Promise.all(slow)).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(await http.ask(pod, { path: '/next', timeoutMilliseconds: 5000 })).toMatchObject({ status: 200 });
    expect(asked).toEqual(['/slow', '/slow', '/next']);
  });
});
