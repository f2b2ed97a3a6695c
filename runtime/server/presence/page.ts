import { randomBytes, randomInt } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { FromPage, type ToPage } from '../../shared/presence/control.ts';
import { readPoseMessage } from '../../shared/presence/poseMessage.ts';
import { closing, protocolVersion } from '../../shared/presence/protocol.ts';
import { json } from '../json.ts';
import { budget } from './budget.ts';
import { type Identity, resumed, resumeToken } from './resume.ts';
import { member, type Room } from './room.ts';
import { here } from './roster.ts';
import { type Seat, seat } from './seat.ts';

/** Where pages come in. */
export interface Entrance {
  readonly room: Room;
  readonly key: () => Promise<Buffer>;
  /** What the world shows now, as a newcomer is told. */
  readonly scene: () => ToPage | undefined;
  /** A frame was left out because the page does not read fast enough. */
  readonly skipped: () => void;
}

const helloMilliseconds = 10_000;
const poseBytes = 4096;
// A headset draws at most 120 times a second; words are names typed by hand.
const allowed = { poses: { perSecond: 60, atOnce: 120 }, words: { perSecond: 5, atOnce: 20 } };

/** Talks with the page on an open socket until it goes. Whoever sends what cannot be understood is closed with a sentence. */
export function admit(socket: WebSocket, entrance: Entrance): void {
  const { room } = entrance;
  const place = seat(socket, entrance.skipped);
  const mayMove = budget(allowed.poses);
  const maySpeak = budget(allowed.words);
  let who: Identity | undefined;
  let isGreeted = false;
  const late = setTimeout(() => {
    if (!isGreeted) place.close(closing.invalid, 'No hello came within 10 s.');
  }, helloMilliseconds);
  late.unref();
  socket.once('close', () => {
    clearTimeout(late);
    if (!who) return;
    room.stand(who.id, place);
    room.lose(who, here);
  });

  const greet = async (hello: Hello) => {
    if (isGreeted) return;
    isGreeted = true;
    const key = await entrance.key();
    if (socket.readyState !== socket.OPEN) return;
    who = arrive(hello, room, key);
    welcome(who, place, { ...entrance, key });
  };
  const words = (text: string) => {
    const parsed = FromPage.safeParse(json(text));
    if (!parsed.success) return place.close(closing.invalid, sentence(parsed.error.issues[0]));
    if (parsed.data.type === 'hello') void greet(parsed.data).catch(() => socket.terminate());
    else if (who) room.rename(who.id, parsed.data.name);
  };
  const move = (bytes: Uint8Array) => {
    const pose = bytes.length <= poseBytes ? readPoseMessage(bytes) : undefined;
    if (!pose) return place.close(closing.invalid, 'A binary message must be a pose.');
    if (who) room.move(who.id, pose.milliseconds, pose.body);
  };
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    const isAllowed = (isBinary ? mayMove : maySpeak)(performance.now());
    if (!isAllowed) place.close(closing.invalid, 'Too many messages at once.');
    else if (isBinary) move(bytesOf(data));
    else words(String(data));
  });
}

type Hello = Extract<FromPage, { type: 'hello' }>;

function arrive({ name, resume }: Hello, room: Room, key: Buffer): Identity {
  const before = resume === undefined ? undefined : resumed(resume, key);
  const back = before && comeBack({ ...before, name: name ?? before.name }, room);
  if (back) return back;
  const who = {
    id: randomBytes(12).toString('base64url'),
    name: name ?? before?.name ?? guestName(),
    turn: 0,
  };
  room.enter(who, here);
  return who;
}

/** The same visitor again, unless a later connection of theirs is alive. */
function comeBack(before: Identity, room: Room): Identity | undefined {
  const known = room.get(before.id);
  const isLost = known?.awaySince !== undefined;
  const who = { ...before, turn: 1 + (isLost ? Math.max(before.turn, known.turn) : before.turn) };
  return room.enter(who, here) && who;
}

function welcome(who: Identity, place: Seat, entrance: Omit<Entrance, 'key'> & { key: Buffer }): void {
  const { room, key, scene } = entrance;
  const you = room.get(who.id);
  if (!you) return;
  const tell = (message: ToPage) => place.say(JSON.stringify(message));
  tell({
    type: 'welcome',
    version: protocolVersion,
    room: 'world',
    you: member(you),
    resume: resumeToken(you, key),
    members: [...room.visitors()].filter(({ id }) => id !== who.id).map(member),
  });
  const shown = scene();
  if (shown) tell(shown);
  room.sit(who.id, place);
  room.showEverybody(place);
}

const guestName = () => `Guest ${randomInt(100, 1000)}`;

const bytesOf = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data;

const sentence = (issue?: { readonly path: readonly PropertyKey[]; readonly message: string }) =>
  `${issue?.path.at(-1)?.toString() ?? 'type'} must be ${issue?.message}.`;
