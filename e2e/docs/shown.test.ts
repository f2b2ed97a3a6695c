import { hasShown } from './shown.ts';

describe('hasShown', () => {
  it('overlooks revisions, ages, times and shares', () => {
    const shown = 'NAME   REVISION     AGE\nplaza  gspwlggjxw   2d';
    expect(hasShown('NAME    REVISION     AGE\nplaza   bpbntxd4g9   3m4s\n', shown)).toBe(true);
    expect(hasShown('held since 2026-11-23T03:12:22.851Z: 7%', 'held since 2026-01-01T00:00:00Z: 73%')).toBe(
      true,
    );
  });

  it('tells another answer apart', () => {
    expect(hasShown('NAME REVISION AGE\nplaza gspwlggjxw 2d', 'NAME REVISION AGE\nworld gspwlggjxw 2d')).toBe(
      false,
    );
  });
});
