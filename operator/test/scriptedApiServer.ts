import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials } from '../src/kube/wire/credentials.ts';

/** A request that has arrived and waits for the test to answer it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  /** Which of the client's sockets it came on, counted from 1. */
  readonly socket: number;
  answer(code: number, body: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Answers a `Status` with this message, as the API server does. */
  refuse(code: number, message?: string, headers?: Readonly<Record<string, string>>): void;
  /** Begins to answer a watch. */
  stream(): Stream;
  /** Breaks the connection without an answer. */
  reset(): void;
  /** Resolves when the client has gone away. */
  readonly closed: Promise<void>;
}

export interface Stream {
  send(type: string, object: unknown): void;
  /** Sends these bytes as they are. */
  write(bytes: string | Uint8Array): void;
  end(): void;
  reset(): void;
}

export interface ScriptedApiServer {
  readonly url: string;
  readonly credentials: Credentials;
  /** The next request, in order of arrival. Rejects after ten seconds without one. */
  next(): Promise<Asked>;
  /** Requests that have arrived and were not taken by `next`. */
  waiting(): readonly Asked[];
  /** How many sockets clients have opened since the start. */
  sockets(): number;
  close(): Promise<void>;
}

/**
 * An HTTP server without any behaviour: a test takes each request with `next` and says what is answered, so that
 * it reads as a conversation, and a request that should not have been made stays visible in `waiting`.
 */
export async function scriptedApiServer(): Promise<ScriptedApiServer> {
  const arrived: Asked[] = [];
  const takers: ((asked: Asked) => void)[] = [];
  const sockets = new Map<Socket, number>();

  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    const asked = await received(request, response, sockets.get(request.socket) ?? 0);
    const take = takers.shift();
    if (take) take(asked);
    else arrived.push(asked);
  });
  server.on('connection', (socket: Socket) => sockets.set(socket, sockets.size + 1));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    credentials: { server: url, tls: {}, headers: {} },
    next: async () => {
      const first = arrived.shift();
      if (first) return first;
      const giveUp = new AbortController();
      const taken = new Promise<Asked>((take) => takers.push(take));
      const late = sleep(10_000, undefined, { signal: giveUp.signal }).then(() => {
        throw new Error('The scripted API server waited ten seconds for a request');
      });
      return Promise.race([taken, late]).finally(() => giveUp.abort());
    },
    waiting: () => arrived,
    sockets: () => sockets.size,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

async function received(request: IncomingMessage, response: ServerResponse, socket: number): Promise<Asked> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();

  const answer: Asked['answer'] = (code, body, headers = {}) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  return {
    method: request.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: request.headers,
    body: text === '' ? undefined : JSON.parse(text),
    socket,
    answer,
    refuse: (code, message = `refused with ${code}`, headers = {}) =>
      answer(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message }, headers),
    stream: () => streaming(response),
    reset: () => request.socket.resetAndDestroy(),
    closed: new Promise((closed) => response.once('close', () => closed())),
  };
}

function streaming(response: ServerResponse): Stream {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  return {
    send: (type, object) => response.write(`${JSON.stringify({ type, object })}\n`),
    write: (bytes) => response.write(bytes),
    end: () => response.end(),
    reset: () => response.socket?.resetAndDestroy(),
  };
}
