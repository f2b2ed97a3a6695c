import type { ToPage } from '../../shared/presence/control.ts';
import { closing } from '../../shared/presence/protocol.ts';
import { alarm, waitMilliseconds } from '../page/waiting.ts';

/** What a page hears. */
export interface Listener {
  /** The first words to say on each new connection. */
  readonly hello: () => object;
  readonly words: (message: ToPage) => void;
  readonly frame: (view: DataView) => void;
  /** The connection is lost; `code` is why, as WebSocket tells it, `sentence` what the server said. */
  readonly lost: (code: number, sentence: string) => void;
}

/** A connection to the others that comes back by itself. */
export interface Link {
  readonly isOpen: () => boolean;
  /** Sends bytes or words; what cannot be sent now is left out. */
  readonly send: (data: Uint8Array<ArrayBuffer> | string) => void;
  /** Stops waiting and connects now. */
  readonly connectNow: () => void;
}

/** A server that is there says something every five seconds. */
const silentMilliseconds = 15_000;

/** Connects, and connects again whenever the connection is lost or silent. `protocols` throws a sentence when nobody can be asked. */
export function link(url: string, protocols: () => Promise<string[]>, listener: Listener): Link {
  let socket: WebSocket | undefined;
  const bell = alarm();
  const keep = async (): Promise<never> => {
    for (let attempt = 0; ; attempt++) {
      const met = await connection(url, protocols, listener, (open) => {
        socket = open;
      });
      socket = undefined;
      listener.lost(met.code, met.sentence);
      if (met.isWelcome) attempt = 0;
      await bell.wait(patienceAfter(met, attempt));
    }
  };
  void keep();
  return {
    isOpen: () => socket !== undefined,
    send: (data) => socket?.send(data),
    connectNow: bell.ring,
  };
}

/** How a connection ended. */
interface Met {
  readonly code: number;
  readonly sentence: string;
  readonly isWelcome: boolean;
  /** How long the server asks to wait. */
  readonly wait: number | undefined;
}

function patienceAfter({ code, isWelcome, wait }: Met, attempt: number): number {
  if (code === closing.replaced) return 0;
  // Only the server that had this visitor knows how its visitors are spread.
  return isWelcome && wait !== undefined ? wait : waitMilliseconds(code, attempt, Math.random());
}

async function connection(
  url: string,
  protocols: () => Promise<string[]>,
  listener: Listener,
  opened: (socket: WebSocket) => void,
): Promise<Met> {
  let isWelcome = false;
  let wait: number | undefined;
  const asked = await protocols().catch((error: Error) => error.message);
  if (typeof asked === 'string') return { code: 0, sentence: asked, isWelcome, wait };
  const socket = new WebSocket(url, asked);
  socket.binaryType = 'arraybuffer';
  const ended = end(socket);
  socket.addEventListener('open', () => socket.send(JSON.stringify(listener.hello())));
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (typeof data !== 'string') return listener.frame(new DataView(data));
    const message = JSON.parse(data) as ToPage;
    if (message.type === 'drain') wait = message.connect_after_ms;
    if (message.type === 'welcome') {
      isWelcome = true;
      opened(socket);
    }
    listener.words(message);
  });
  const { code, sentence } = await ended;
  return { code, sentence, isWelcome, wait };
}

/** Resolves when a socket is closed, or silent for too long: a connection that broke without a word looks open for minutes. */
function end(socket: WebSocket): Promise<Pick<Met, 'code' | 'sentence'>> {
  return new Promise((resolve) => {
    let heard = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - heard > silentMilliseconds) finish(0, '');
    }, 1000);
    const finish = (code: number, sentence: string) => {
      clearInterval(watch);
      socket.close();
      resolve({ code, sentence });
    };
    socket.addEventListener('message', () => {
      heard = performance.now();
    });
    socket.addEventListener('close', ({ code, reason }) => finish(code, reason));
  });
}
