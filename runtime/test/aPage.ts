import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Member, ToPage } from '../shared/presence/control.ts';
import { eachInFrame } from '../shared/presence/frame.ts';
import { at, restingPose } from '../shared/presence/pose.ts';
import { readBody } from '../shared/presence/poseBody.ts';
import { poseMessageBytes, writePoseMessage } from '../shared/presence/poseMessage.ts';
import { until } from './until.ts';

/** A page without a browser: it says hello, and keeps what it hears. */
export interface TestPage {
  readonly socket: WebSocket;
  readonly heard: readonly ToPage[];
  /** Everybody it knows of, by id, as words told it. */
  readonly members: ReadonlyMap<string, Member>;
  /** Where it saw the roots of visitors last, by number. */
  readonly places: ReadonlyMap<number, readonly number[]>;
  readonly frames: () => number;
  readonly welcome: () => Promise<Extract<ToPage, { type: 'welcome' }>>;
  /** Stands at this place, in metres, with open eyes. */
  readonly moveTo: (x: number, z?: number) => void;
  readonly say: (message: object) => void;
}

/** How a page comes in. */
export interface Coming {
  readonly url: string;
  readonly ticket: string;
  readonly hello?: object;
  readonly headers?: Record<string, string>;
}

/** Opens a page's socket; `hello` is said as soon as it is open. */
export function aPage({ url, ticket, hello = {}, headers = {} }: Coming): TestPage {
  const socket = new WebSocket(url, ['spacetime.v1', `ticket.${ticket}`], { headers });
  const heard: ToPage[] = [];
  const members = new Map<string, Member>();
  const places = new Map<number, readonly number[]>();
  let frames = 0;
  let sequence = 0;
  const pose = restingPose();
  // One that is ended while it connects says so with an error.
  socket.on('error', () => {});
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', version: 1, ...hello })));
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) {
      const message = JSON.parse(String(data)) as ToPage;
      heard.push(message);
      return note(message, members);
    }
    frames += 1;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    eachInFrame(view, (number, _, body) => {
      readBody(view, body, pose);
      places.set(number, [...pose.subarray(at.root, at.root + 3)]);
    });
  });
  return {
    socket,
    heard,
    members,
    places,
    frames: () => frames,
    welcome: () =>
      until('the welcome', () => heard.find((message) => message.type === 'welcome')) as Promise<
        Extract<ToPage, { type: 'welcome' }>
      >,
    moveTo: (x, z = 0) => {
      const bytes = new Uint8Array(poseMessageBytes);
      const moved = restingPose();
      moved[at.root] = x;
      moved[at.root + 2] = z;
      moved[at.head + 1] = 1.6;
      sequence += 1;
      writePoseMessage(new DataView(bytes.buffer), moved, sequence, performance.now());
      socket.send(bytes);
    },
    say: (message) => socket.send(JSON.stringify(message)),
  };
}

/** Resolves with the code and the sentence that a page's socket is closed with. */
export async function closed({ socket }: TestPage): Promise<[number, string]> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, String(reason)];
}

function note(message: ToPage, members: Map<string, Member>): void {
  if (message.type === 'welcome') for (const one of message.members) members.set(one.id, one);
  if (message.type === 'join') members.set(message.member.id, message.member);
  if (message.type === 'leave') members.delete(message.id);
  if (message.type !== 'away' && message.type !== 'name') return;
  const known = members.get(message.id);
  if (known)
    members.set(message.id, {
      ...known,
      ...(message.type === 'name' ? { name: message.name } : { away: true }),
    });
}
