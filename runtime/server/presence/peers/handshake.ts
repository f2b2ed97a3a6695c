import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import * as z from 'zod';

/** Takes one message of a socket. */
export type Take = (data: RawData, isBinary: boolean) => void;

/** What one side of a handshake brings. */
export interface Shaking {
  readonly self: string;
  readonly key: Buffer;
  readonly side: 'dialled' | 'accepted';
  /** The other side is this pod; answers who takes what it says from now on. */
  readonly proven: (pod: string) => Take;
}

const Greeting = z.object({ pod: z.string().min(1).max(64), nonce: z.string().min(16).max(64) });
const Proof = z.object({ proof: z.string().regex(/^[0-9a-f]{64}$/) });
const patienceMilliseconds = 5000;
const mostBytes = 1024;

/**
 * Makes sure that both sides of an open socket know the key of the world: each sends a nonce, then a digest (HMAC-SHA256) over its
 * side, both pods and the other's nonce. Ends the socket when the other side is no pod of this world.
 */
export function shakeHands(socket: WebSocket, { self, key, side, proven }: Shaking): void {
  const nonce = randomBytes(18).toString('base64url');
  const late = setTimeout(() => socket.terminate(), patienceMilliseconds);
  late.unref();
  socket.once('close', () => clearTimeout(late));
  const otherSide = side === 'dialled' ? 'accepted' : 'dialled';
  const digest = (...words: string[]) => createHmac('sha256', key).update(words.join(' ')).digest('hex');
  const tell = (message: object) => socket.send(JSON.stringify(message));

  let take: Take = (data) => {
    const other = Greeting.parse(brief(data));
    tell({ proof: digest(side, self, other.pod, other.nonce) });
    take = (answer) => {
      const { proof } = Proof.parse(brief(answer));
      const expected = digest(otherSide, other.pod, self, nonce);
      if (other.pod === self || !timingSafeEqual(Buffer.from(proof), Buffer.from(expected)))
        return socket.terminate();
      clearTimeout(late);
      take = proven(other.pod);
    };
  };
  socket.on('message', (data, isBinary) => {
    try {
      take(data, isBinary);
    } catch {
      // Who cannot be understood is no pod of this world, or of a revision that this one cannot talk with.
      socket.terminate();
    }
  });
  tell({ pod: self, nonce });
}

/** What a stranger says, who may say little. */
function brief(data: RawData): unknown {
  const text = String(data);
  if (text.length > mostBytes) throw new Error('Too long for a greeting.');
  return JSON.parse(text);
}
