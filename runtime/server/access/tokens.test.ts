import { tokens } from './tokens.ts';

describe('tokens', () => {
  it('recognises nobody before there is a token', () => {
    expect(tokens(() => 0).recognise('')).toBeUndefined();
  });

  it('recognises the token and nothing else', () => {
    const ring = tokens(() => 0);
    ring.replace('the-right-token-1');
    expect(ring.recognise('the-right-token-1')).toMatch(/^[0-9a-f]{64}$/);
    expect(ring.recognise('the-wrong-token-1')).toBeUndefined();
  });

  it('accepts the token before for an hour after it was replaced', () => {
    let now = 0;
    const ring = tokens(() => now);
    ring.replace('the-first-token-1');
    ring.replace('the-second-token-2');
    expect(ring.recognise('the-second-token-2')).toBeDefined();
    now = 3_599_999;
    expect(ring.recognise('the-first-token-1')).toBeDefined();
    now = 3_600_000;
    expect(ring.recognise('the-first-token-1')).toBeUndefined();
  });

  it('does not shorten the hour when the same token comes again', () => {
    const ring = tokens(() => 0);
    ring.replace('the-first-token-1');
    ring.replace('the-second-token-2');
    ring.replace('the-second-token-2');
    expect(ring.recognise('the-first-token-1')).toBeDefined();
  });
});
