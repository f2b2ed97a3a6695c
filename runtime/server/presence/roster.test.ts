import fc from 'fast-check';
import { here, roster } from './roster.ts';

const graceMilliseconds = 10_000;

const who = (id: string, turn = 0) => ({ id, turn, name: id });
const ids = (all: Iterable<{ readonly id: string }>) => [...all].map(({ id }) => id).sort();

describe('the roster', () => {
  it('gives each visitor a number and keeps it through every reconnection', () => {
    const room = roster();
    const first = room.enter(who('ann'), here)?.number;
    expect(room.enter(who('bob'), here)?.number).not.toBe(first);
    room.lose(who('ann'), here, 0);
    expect(room.enter(who('ann', 1), here)).toMatchObject({ number: first, awaySince: undefined });
  });

  it('does not give a number that was just given up', () => {
    const room = roster();
    const first = room.enter(who('ann'), here)?.number;
    room.leave(who('ann'), here);
    expect(room.enter(who('bob'), here)?.number).not.toBe(first);
  });

  it('believes the later connection, whichever is heard first', () => {
    const room = roster();
    room.enter(who('ann', 3), here);
    expect(room.enter(who('ann', 2), 'other pod')).toBeUndefined();
    expect(room.enter(who('ann', 3), 'other pod')).toBeUndefined();
    expect(room.enter(who('ann', 4), 'other pod')).toMatchObject({ home: 'other pod' });
    expect(room.lose(who('ann', 3), here, 0)).toBeUndefined();
    expect(room.leave(who('ann', 3), here)).toBeUndefined();
  });

  it('waits for who is away, and then takes them out', () => {
    const room = roster();
    room.enter(who('ann'), here);
    room.lose(who('ann'), here, 1000);
    expect(room.sweep(1000 + graceMilliseconds - 1)).toEqual([]);
    expect(ids(room.sweep(1000 + graceMilliseconds))).toEqual(['ann']);
    expect(ids(room.all())).toEqual([]);
  });

  it('tells each move once, the latest', () => {
    const room = roster();
    const number = room.enter(who('ann'), here)?.number;
    room.move('ann', 1, new Uint8Array(48).fill(1));
    room.move('ann', 2, new Uint8Array(48).fill(2));
    room.move('nobody', 2, new Uint8Array(48));
    expect(room.takeMoved()).toMatchObject([{ number, milliseconds: 2, body: new Uint8Array(48).fill(2) }]);
    expect(room.takeMoved()).toEqual([]);
  });

  it('equals the truth after any connections, losses and returns', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.tuple(fc.constantFrom('connect', 'disconnect', 'wait'), names);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const room = roster();
        const connected = new Map<string, number>();
        const turns = new Map<string, number>();
        const lost = new Map<string, number>();
        let now = 0;
        const acts: Record<string, (id: string) => void> = {
          connect: (id) => {
            const turn = (turns.get(id) ?? -1) + 1;
            turns.set(id, turn);
            room.enter(who(id, turn), here);
            connected.set(id, turn);
            lost.delete(id);
          },
          disconnect: (id) => {
            const turn = connected.get(id);
            if (turn === undefined) return;
            room.lose(who(id, turn), here, now);
            connected.delete(id);
            lost.set(id, now);
          },
          wait: () => {
            now += 4000;
            room.sweep(now);
          },
        };
        for (const [act, id] of steps) acts[act]?.(id);
        const waiting = [...lost].filter(([, since]) => now - since < graceMilliseconds).map(([id]) => id);
        expect(ids(room.all())).toEqual([...connected.keys(), ...waiting].sort());
        const present = [...room.all()].filter(({ awaySince }) => awaySince === undefined);
        expect(ids(present)).toEqual([...connected.keys()].sort());
        const numbers = [...room.all()].map(({ number }) => number);
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
    );
  });
});
