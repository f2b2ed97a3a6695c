import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { aRuntime, type TestRuntime } from '../../test/aRuntime.ts';
import { makeCertificate } from '../../test/certificate.ts';
import { until } from '../../test/until.ts';

let runtime: TestRuntime;
afterEach(() => runtime.remove());

const start = (prepare: (directory: string) => Promise<unknown>) =>
  aRuntime(
    (directory) => ({ SPACETIME_TLS_DIR: directory }),
    async (directory) => void (await prepare(directory)),
  );

const served = async (): Promise<PeerCertificate> => {
  const socket: TLSSocket = connect({
    port: runtime.ports.tls ?? 0,
    host: 'localhost',
    rejectUnauthorized: false,
  });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
};

const logged = (words: string) => () => runtime.logged.some((line) => line.includes(words));

describe('HTTPS', () => {
  it('serves the same over HTTPS when a certificate is mounted, and asks for HTTPS from then on', async () => {
    let ca = '';
    runtime = await start(async (directory) => {
      ca = (await makeCertificate(directory, 'first')).cert;
    });
    const [answer] = await once(
      get({ port: runtime.ports.tls, host: 'localhost', path: '/health', ca }),
      'response',
    );
    answer.resume();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('is not there without a certificate', async () => {
    runtime = await start(async () => {});
    expect(runtime.ports.tls).toBeUndefined();
  });

  it('serves a renewed certificate without a restart', async () => {
    runtime = await start((directory) => makeCertificate(directory, 'first'));
    expect((await served()).subject.CN).toBe('first');
    await makeCertificate(runtime.directory, 'second');
    await until('the second certificate', async () => (await served()).subject.CN === 'second');
  });

  it('keeps a WebSocket open through a renewal', async () => {
    runtime = await start((directory) => makeCertificate(directory, 'first'));
    const address = `wss://localhost:${runtime.ports.tls}/frames`;
    const socket = new WebSocket(address, { rejectUnauthorized: false });
    await once(socket, 'open');
    await makeCertificate(runtime.directory, 'second');
    await until('the second certificate', async () => (await served()).subject.CN === 'second');
    socket.ping();
    await once(socket, 'pong');
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });

  it.each([
    ['broken', (file: string) => writeFile(file, 'not a certificate')],
    ['gone', (file: string) => rm(file)],
  ])('keeps the old certificate when the new one is %s, and says so', async (_, spoil) => {
    runtime = await start((directory) => makeCertificate(directory, 'first'));
    await served();
    await spoil(join(runtime.directory, 'tls.crt'));
    await until('the sentence', logged('The certificate before stays in use.'));
    expect((await served()).subject.CN).toBe('first');
  });
});
