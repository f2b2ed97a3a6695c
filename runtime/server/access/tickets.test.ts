import fc from 'fast-check';
import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { type TicketDoor, type Tickets, tickets } from './tickets.ts';

let database: TestDatabase;
let now: number;
let one: Tickets;
let other: Tickets;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.remove());
beforeEach(() => {
  now = Date.now();
  one = tickets(database, () => now);
  other = tickets(database, () => now);
});

const frames: TicketDoor = { kind: 'visitor', at: '/frames', origin: 'https://world.example' };
const telemetry: TicketDoor = { kind: 'api', at: '8081', origin: undefined };

describe("a visitor's ticket", () => {
  it('opens each socket of a pod once, on every pod of the world', async () => {
    const ticket = await one.issue({ kind: 'visitor' });
    expect(await one.redeem(ticket, frames)).toMatchObject({ kind: 'visitor' });
    expect(await one.redeem(ticket, frames)).toEqual({
      fault: 'The ticket was used before; ask for another.',
    });
    expect(await one.redeem(ticket, { ...frames, at: '/presence' })).toMatchObject({ kind: 'visitor' });
    expect(await other.redeem(ticket, frames)).toMatchObject({ kind: 'visitor' });
  });

  it('ends after two minutes', async () => {
    const ticket = await one.issue({ kind: 'visitor' });
    now += 119_000;
    expect(await other.read(ticket, frames)).toMatchObject({ kind: 'visitor' });
    now += 1000;
    expect(await other.read(ticket, frames)).toEqual({ fault: 'The ticket has expired; ask for another.' });
  });

  it('fits into the header in which sockets bring it', async () => {
    expect(await one.issue({ kind: 'visitor', origin: 'https://world.example' })).toMatch(/^[\w-]{50,400}$/);
  });

  it.each([
    [
      { kind: 'visitor', origin: 'https://else.example' },
      'The ticket is for pages of https://else.example only.',
    ],
    [{ kind: 'invitation' }, 'This needs a ticket of the kind visitor, not invitation.'],
  ] as const)('is refused when it was made for %j', async (wish, fault) => {
    expect(await one.redeem(await one.issue(wish), frames)).toEqual({ fault });
  });

  it('needs no query once the key is known', async () => {
    const ticket = await one.issue({ kind: 'visitor' });
    Object.assign(database.pool, { connect: () => Promise.reject(new Error('no database')) });
    try {
      expect(await one.redeem(ticket, frames)).toMatchObject({ kind: 'visitor' });
    } finally {
      Reflect.deleteProperty(database.pool, 'connect');
    }
  });

  it('cannot be made or changed without the key', async () => {
    const ticket = await one.issue({ kind: 'visitor' });
    const refused = { fault: 'The ticket is not one of this world.' };
    for (const wrong of ['', 'x', `${ticket}A`, `${ticket}=`, ticket.slice(0, -1)])
      expect(await one.read(wrong, frames)).toEqual(refused);
    const change = fc.tuple(fc.nat(ticket.length - 1), fc.constantFrom(...'abcXYZ019_-'));
    await fc.assert(
      fc.asyncProperty(change, async ([at, letter]) => {
        fc.pre(ticket[at] !== letter);
        const changed = ticket.slice(0, at) + letter + ticket.slice(at + 1);
        expect(await one.read(changed, frames)).toEqual(refused);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await one.read(text, frames)).toEqual(refused);
      }),
    );
  });
});

describe('an API ticket', () => {
  it('opens the telemetry port once on all pods, also when they are asked at the same time', async () => {
    const ticket = await one.issue({ kind: 'api', token: 7 });
    const answers = await Promise.all([one, other, one].map((pod) => pod.redeem(ticket, telemetry)));
    expect(answers.filter((answer) => 'kind' in answer)).toMatchObject([{ kind: 'api', token: 7 }]);
  });

  it('ends after 30 seconds, and what was used is forgotten later', async () => {
    const ticket = await one.issue({ kind: 'api', token: 7 });
    now += 30_000;
    expect(await one.redeem(ticket, telemetry)).toEqual({
      fault: 'The ticket has expired; ask for another.',
    });
    await database.sql
      .insertInto('used_tickets')
      .values({ nonce: 'old', expires_at: new Date(now - 120_000) })
      .execute();
    await one.redeem(await one.issue({ kind: 'api', token: 7 }), telemetry);
    const kept = await database.sql.selectFrom('used_tickets').select('nonce').execute();
    expect(kept.map(({ nonce }) => nonce)).not.toContain('old');
  });
});
