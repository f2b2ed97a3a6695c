import type { Member, ToPage } from '../../shared/presence/control.ts';
import { eachInFrame } from '../../shared/presence/frame.ts';
import { type Motion, motion } from './motion.ts';

/** Somebody else in the room. */
export interface Other {
  readonly member: Member;
  readonly motion: Motion;
}

/** The others in the room, as this page was told. */
export interface Company {
  readonly others: () => readonly Other[];
  /** This page's own visitor, once it was welcomed. */
  readonly self: () => Member | undefined;
  /** Takes what the server says; answers in words what a visitor should hear of it, if anything. */
  readonly hear: (message: ToPage) => string | undefined;
  readonly see: (view: DataView) => void;
  /** Grows whenever somebody comes, goes or changes their name. */
  readonly version: () => number;
}

/** Nobody yet. */
export function company(): Company {
  const { byId, byNumber, put, drop } = register();
  let list: readonly Other[] = [];
  let self: Member | undefined;
  let version = 0;

  const greet = ({ you, members }: Extract<ToPage, { type: 'welcome' }>) => {
    self = you;
    const here = new Set(members.map(({ id }) => id));
    for (const id of [...byId.keys()]) if (!here.has(id)) drop(id);
    byNumber.clear();
    members.forEach(put);
  };
  const change = (id: string, changed: Partial<Member>) => {
    const known = byId.get(id);
    if (known) put({ ...known.member, ...changed });
    return known?.member;
  };

  const hear = (message: ToPage): string | undefined => {
    switch (message.type) {
      case 'welcome':
        return void greet(message);
      case 'join':
        if (message.member.id === self?.id) return undefined;
        return put(message.member) ? undefined : `${message.member.name} has come.`;
      case 'away':
        return void change(message.id, { away: true });
      case 'leave': {
        const gone = drop(message.id);
        return gone && `${gone.name} has left.`;
      }
      case 'name': {
        const before = change(message.id, { name: message.name });
        return before && `${before.name} is now called ${message.name}.`;
      }
      default:
        return undefined;
    }
  };
  const at: { view: DataView; now: number } = { view: new DataView(new ArrayBuffer(0)), now: 0 };
  const seen = (number: number, sent: number, body: number) =>
    byNumber.get(number)?.motion.take(at.view, body, sent, at.now);
  return {
    others: () => list,
    self: () => self,
    hear: (message) => {
      const words = hear(message);
      list = [...byId.values()];
      version += 1;
      return words;
    },
    see: (view) => {
      at.view = view;
      at.now = performance.now();
      eachInFrame(view, seen);
    },
    version: () => version,
  };
}

/** The others by both of their names. Who is put again keeps their motion. */
function register() {
  const byId = new Map<string, Other>();
  const byNumber = new Map<number, Other>();
  const put = (member: Member): Member | undefined => {
    const known = byId.get(member.id);
    if (known) byNumber.delete(known.member.number);
    const other = { member, motion: known?.motion ?? motion() };
    byId.set(member.id, other);
    byNumber.set(member.number, other);
    return known?.member;
  };
  const drop = (id: string): Member | undefined => {
    const known = byId.get(id);
    if (!known) return undefined;
    byId.delete(id);
    byNumber.delete(known.member.number);
    return known.member;
  };
  return { byId, byNumber, put, drop };
}
