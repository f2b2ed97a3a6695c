import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a PostgreSQL server, and breaks the connection as a network does. */
export interface CuttingProxy {
  /** The address of the server, by way of this. */
  readonly url: string;
  /** Cuts the connection on which the n-th message (from 1) with a statement comes, before or after the server sees it. */
  readonly cutAt: (n: number, when: 'before' | 'after') => void;
  /** Whether a cut that was asked for has happened. */
  readonly hasCut: () => boolean;
  /** `silent` keeps connections and lets nothing through; `closed` cuts them and refuses new ones; `open` is usual. */
  readonly set: (mode: Mode) => void;
  readonly close: () => Promise<void>;
}

type Mode = 'open' | 'silent' | 'closed';

interface Cut {
  readonly when: 'before' | 'after';
  left: number;
}

// Messages of a client that make the server do something: Query, Execute (PostgreSQL documentation, 54.7).
const statements = new Set(['Q', 'E'].map((letter) => letter.charCodeAt(0)));

/** Starts a proxy on a free port in front of the server that the URL names. */
export async function cuttingProxy(server: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(server);
  const sockets = new Set<Socket>();
  let mode: Mode = 'open';
  let cut: Cut | undefined;
  let hasCut = false;

  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const listener = createServer((client) => {
    if (mode === 'closed') return void client.destroy();
    const upstream = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    upstream.on('data', (data) => {
      if (mode === 'open') client.write(data);
    });
    const forward = (message: Buffer): boolean => {
      const now = due(message);
      if (now !== 'before') upstream.write(message);
      // The server has what it needs to go on alone; what it answers is lost.
      if (now === 'after') upstream.once('data', () => client.destroy());
      if (now === 'before') client.destroy();
      return now !== 'before';
    };
    const reader = messageReader();
    client.on('data', (data) => {
      if (mode === 'open') reader(data).every(forward);
    });
  });

  function due(message: Buffer): Cut['when'] | undefined {
    if (!cut || !statements.has(message[0] ?? 0)) return undefined;
    cut.left -= 1;
    if (cut.left > 0) return undefined;
    const { when } = cut;
    cut = undefined;
    hasCut = true;
    return when;
  }

  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const url = new URL(server);
  url.port = String((listener.address() as AddressInfo).port);
  return {
    url: url.href,
    cutAt: (n, when) => {
      hasCut = false;
      cut = { left: n, when };
    },
    hasCut: () => hasCut,
    set: (next) => {
      mode = next;
      if (next === 'closed') endAll();
    },
    close: async () => {
      endAll();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Cuts a stream of bytes into the messages of the protocol; the first, which starts the session, has no letter. */
function messageReader(): (data: Buffer) => Buffer[] {
  let rest = Buffer.alloc(0);
  let letter = 0;
  const next = (): Buffer | undefined => {
    if (rest.length < letter + 4) return undefined;
    const length = letter + rest.readUInt32BE(letter);
    if (rest.length < length) return undefined;
    const message = rest.subarray(0, length);
    rest = rest.subarray(length);
    letter = 1;
    return message;
  };
  return (data) => {
    rest = Buffer.concat([rest, data]);
    const messages: Buffer[] = [];
    for (let message = next(); message; message = next()) messages.push(message);
    return messages;
  };
}
