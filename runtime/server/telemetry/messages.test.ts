import fc from 'fast-check';
import { readMessage } from './messages.ts';

const types = 'type must be one of auth, subscribe, unsubscribe, configure, get_snapshot, ping.';
const events = 'events must be a list of fps, vr_tracking, player_position, scene_loaded.';

describe('readMessage', () => {
  it.each([
    ['nonsense', types],
    ['[]', types],
    ['null', types],
    ['{}', types],
    [{ type: 'dance' }, types],
    [{ type: ['auth'] }, types],
    [{ type: 'auth' }, 'auth must have either token or ticket.'],
    [{ type: 'auth', token: 'a', ticket: 'b' }, 'auth must have either token or ticket.'],
    [{ type: 'auth', token: 7 }, 'token must be text of 1 to 1024 characters.'],
    [{ type: 'auth', token: 'x'.repeat(1025) }, 'token must be text of 1 to 1024 characters.'],
    [{ type: 'subscribe' }, events],
    [{ type: 'subscribe', events: 'fps' }, events],
    [{ type: 'subscribe', events: [] }, events],
    [{ type: 'unsubscribe', events: ['weather'] }, events],
    [{ type: 'subscribe', events: Array(21).fill('fps') }, events],
    [{ type: 'configure', binary_format: 'xml' }, 'binary_format must be le, be or none.'],
    [{ type: 'configure', compression: 'yes' }, 'compression must be true or false.'],
    [{ type: 'ping', loud: true }, 'loud is not known here.'],
    [{ type: 'ping', [`x${'y'.repeat(500)}`]: 1 }, `x${'y'.repeat(63)}… is not known here.`],
  ])('refuses %j: %s', (message, fault) => {
    expect(readMessage(typeof message === 'string' ? message : JSON.stringify(message))).toEqual({ fault });
  });

  it('answers whatever comes with a message or one sentence', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ type: fc.constantFrom('auth', 'subscribe', 'configure'), events: fc.jsonValue() })
        .map((all) => JSON.stringify(all)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const message = readMessage(text);
        if ('fault' in message) expect(message.fault).toMatch(/^[^\n]{1,200}\.$/);
        else expect(message.type).toMatch(/^[a-z_]+$/);
      }),
    );
  });
});
