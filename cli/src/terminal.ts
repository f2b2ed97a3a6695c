import type { WriteStream } from 'node:tty';
import type { Terminal } from './commands/ground.ts';
import { colors, noColors } from './view/paint.ts';

const clearLine = '\u001b[K';
const clearBelow = '\u001b[J';
const noWrap = '\u001b[?7l';
const wrap = '\u001b[?7h';
const home = '\u001b[H';

/** Lines on a terminal. Colours where it is one, unless NO_COLOR is set (https://no-color.org). */
export function terminalOn(
  out: WriteStream,
  variables: Readonly<Record<string, string | undefined>>,
): Terminal {
  const isInteractive = out.isTTY === true;
  return {
    paint: isInteractive && !variables['NO_COLOR'] ? colors : noColors,
    print: (lines) => out.write(`${lines.join('\n')}\n`),
    redraw: changed(isInteractive ? drawOver(out) : oneBelowTheOther(out)),
  };
}

type Draw = (lines: readonly string[], isFirst: boolean) => void;

/** Draws only what differs from what was drawn before. */
function changed(draw: Draw): Terminal['redraw'] {
  let before: string | undefined;
  return (lines) => {
    const text = lines.join('\n');
    if (text !== before) draw(lines, before === undefined);
    before = text;
  };
}

/** Leaves nothing of what stood there before, and does not flicker. What does not fit is cut off: it would scroll. */
const drawOver =
  (out: WriteStream): Draw =>
  (lines, isFirst) => {
    const shown = lines.slice(0, Math.max(1, (out.rows ?? lines.length + 1) - 1));
    const text = shown.map((line) => `${line}${clearLine}\n`).join('');
    out.write(`${noWrap}${home}${isFirst ? clearBelow : ''}${text}${clearBelow}${wrap}`);
  };

const oneBelowTheOther =
  (out: WriteStream): Draw =>
  (lines, isFirst) => {
    out.write(`${isFirst ? '' : '\n'}${lines.join('\n')}\n`);
  };
