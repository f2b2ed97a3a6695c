import fc from 'fast-check';
import { answerer } from './answer.ts';

const about = { revision: 'bcdfghjklm', environment: 'production', ports: { api: 8080 } };
const probe = (more: object = {}) =>
  Buffer.from(
    JSON.stringify({ type: 'spacetime.probe', version: 1, id: 'a', pad: ' '.repeat(300), ...more }),
  );

describe('answerer', () => {
  it('answers a probe with where the world is', () => {
    const answer = answerer(about).answer(probe(), '192.0.2.1', 0);
    expect(JSON.parse(String(answer))).toEqual({ type: 'spacetime.here', version: 1, id: 'a', ...about });
  });

  it('answers an address once a second', () => {
    const { answer } = answerer(about);
    expect(answer(probe(), '192.0.2.1', 0)).toBeDefined();
    expect(answer(probe(), '192.0.2.1', 999)).toBeUndefined();
    expect(answer(probe(), '192.0.2.2', 999)).toBeDefined();
    expect(answer(probe(), '192.0.2.1', 1000)).toBeDefined();
  });

  it('answers a thousand addresses a second', () => {
    const { answer } = answerer(about);
    const from = (n: number) => `10.0.${n >> 8}.${n & 255}`;
    const answered = Array.from({ length: 1500 }, (_, n) => answer(probe(), from(n), 0));
    expect(answered.filter(Boolean)).toHaveLength(1000);
    expect(answer(probe(), from(1400), 1000)).toBeDefined();
  });

  it('never answers with more than it was sent', () => {
    expect(answerer(about).answer(probe({ pad: '' }), '192.0.2.1', 0)).toBeUndefined();
  });

  it('never answers with more than it was sent, whatever that is', () => {
    const probes = fc
      .record({ id: fc.string({ maxLength: 64 }), pad: fc.string({ maxLength: 400 }) })
      .map((more) => probe(more));
    fc.assert(
      fc.property(fc.oneof(probes, fc.uint8Array({ maxLength: 600 }).map(Buffer.from)), (datagram) => {
        const answer = answerer(about).answer(datagram, '192.0.2.1', 0);
        expect(answer?.length ?? 0).toBeLessThanOrEqual(datagram.length);
      }),
    );
  });

  it('answers a probe of a later version, which may have more fields', () => {
    expect(answerer(about).answer(probe({ version: 2, more: true }), '192.0.2.1', 0)).toBeDefined();
  });

  it.each(['', 'hello', '[]', '{"type":"spacetime.here","version":1,"id":"a"}'])(
    'does not answer %j',
    (text) => {
      expect(answerer(about).answer(Buffer.from(text.padEnd(500)), '192.0.2.1', 0)).toBeUndefined();
    },
  );
});
