import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask, keptConnection } from './ask.ts';

let server: Server;
let url: string;

async function serve(listener: RequestListener): Promise<void> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const patient = { last: false, timeoutMilliseconds: 30_000 };

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a visitor', () => {
  it('tells status, revision and text of an answer', async () => {
    await serve((_, res) => res.writeHead(503, { 'X-Spacetime-Revision': 'abc' }).end('no scene'));
    expect(await ask({ url, ...patient })).toEqual({
      status: 503,
      revision: 'abc',
      text: 'no scene',
      askedAgain: false,
    });
  });

  it('is told when nobody listens', async () => {
    await serve(() => undefined);
    server.close();
    expect(await ask({ url, ...patient })).toMatchObject({ status: 0, error: 'refused' });
  });

  it('is told when the connection ends without an answer', async () => {
    await serve((req) => req.socket.destroy());
    expect(await ask({ url, ...patient })).toMatchObject({ status: 0, error: 'reset', askedAgain: false });
  });

  it('is told when the connection ends in the middle of an answer', async () => {
    await serve((req, res) => {
      res.writeHead(200, { 'Content-Length': '100' });
      res.write('half', () => req.socket.destroy());
    });
    expect(await ask({ url, ...patient })).toMatchObject({ status: 0, askedAgain: false });
  });

  it('gives up on an answer that does not come', async () => {
    await serve(() => undefined);
    expect(await ask({ url, last: false, timeoutMilliseconds: 50 })).toMatchObject({
      status: 0,
      error: 'timed out',
    });
  });

  it('keeps its connection until its last request', async () => {
    const ports: (number | undefined)[] = [];
    await serve((req, res) => {
      ports.push(req.socket.remotePort);
      res.end();
    });
    const agent = keptConnection();
    await ask({ url, agent, ...patient });
    await ask({ url, agent, ...patient, last: true });
    await ask({ url, agent, ...patient, last: true });
    expect(ports[1]).toBe(ports[0]);
    expect(ports[2]).not.toBe(ports[0]);
  });

  it('asks once more when its kept connection turns out to be closed, as a browser does', async () => {
    let asked = 0;
    await serve((req, res) => {
      asked += 1;
      if (asked === 2) req.socket.destroy();
      else res.end('here');
    });
    const agent = keptConnection();
    await ask({ url, agent, ...patient });
    expect(await ask({ url, agent, ...patient })).toEqual({ status: 200, text: 'here', askedAgain: true });
    agent.destroy();
  });
});
