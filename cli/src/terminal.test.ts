import type { WriteStream } from 'node:tty';
import { terminalOn } from './terminal.ts';

/** A place to write to that keeps what is written. */
function out(more: Partial<WriteStream> = {}) {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), ...more } as unknown as WriteStream;
  return { stream, written };
}

describe('colours', () => {
  it.each<[string, Partial<WriteStream>, Record<string, string>, boolean]>([
    ['are there on a terminal', { isTTY: true }, {}, true],
    ['are not there with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['are there with an empty NO_COLOR, as its convention says', { isTTY: true }, { NO_COLOR: '' }, true],
    ['are not there in a file or a pipe', {}, {}, false],
  ])('%s', (_, more, variables, painted) => {
    const { paint } = terminalOn(out(more).stream, variables);
    expect(paint('red', 'bad')).toBe(painted ? '\u001b[31mbad\u001b[0m' : 'bad');
  });
});

describe('what is drawn again', () => {
  it('is written once while it stays the same', () => {
    const { stream, written } = out({ isTTY: true, rows: 10 });
    const { redraw } = terminalOn(stream, {});
    for (const line of ['a', 'a', 'b']) redraw([line]);
    expect(written).toHaveLength(2);
  });

  it('is cut to the height of the terminal, which would scroll otherwise', () => {
    const { stream, written } = out({ isTTY: true, rows: 3 });
    terminalOn(stream, {}).redraw(['a', 'b', 'c', 'd']);
    expect(written.join()).toContain('b');
    expect(written.join()).not.toContain('c');
  });

  it('stands below what was there before, where nothing can be drawn over', () => {
    const { stream, written } = out();
    const { redraw } = terminalOn(stream, {});
    redraw(['a']);
    redraw(['b']);
    expect(written).toEqual(['a\n', '\nb\n']);
  });
});
