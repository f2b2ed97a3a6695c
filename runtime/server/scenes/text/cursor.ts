import { limits, SceneFault } from '../sceneFault.ts';

/** A place in a text that moves forward. Throws SceneFault with the line when the text is not as expected there. */
export interface Cursor {
  /** The character here, after white space and comments; empty at the end. */
  readonly peek: () => string;
  /** Moves over a character if it is the one here, after white space and comments. */
  readonly skip: (character: string) => boolean;
  readonly expect: (character: string) => void;
  /** What a sticky expression matches here, after white space and comments; moves behind it. */
  readonly match: (pattern: RegExp) => string | undefined;
  /** The text between quotes, which start here. */
  readonly quoted: () => string;
  readonly fail: (what: string) => never;
  /** Counts parts of arrays; fails when a file has too many. */
  readonly count: (elements: number) => void;
}

const blank = /(?:\s+|;[^\n]*)*/y;
const escapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' };

/** A cursor at the start of a text. */
export function cursor(text: string): Cursor {
  let at = 0;
  let elements = 0;

  const fail = (what: string): never => {
    const line = text.slice(0, at).split('\n').length;
    throw new SceneFault(`has a fault in line ${line}: ${what}`);
  };
  const settle = () => {
    blank.lastIndex = at;
    blank.test(text);
    at = Math.max(at, blank.lastIndex);
  };
  const peek = () => {
    settle();
    return text.charAt(at);
  };
  const skip = (character: string) => {
    if (peek() !== character) return false;
    at += 1;
    return true;
  };
  const match = (pattern: RegExp) => {
    settle();
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };

  /** What the escape after a backslash stands for. */
  const escaped = (): string => {
    const letter = text.charAt(at);
    at += 1;
    const digits = { u: 4, U: 6 }[letter];
    if (digits === undefined) return escapes[letter] ?? letter;
    const character = characterOf(text.slice(at, at + digits), digits);
    at += digits;
    return character ?? fail(`\\${letter} must have ${digits} hexadecimal digits`);
  };

  const quoted = () => {
    if (!skip('"')) fail('a text in quotes is missing');
    const parts: string[] = [];
    for (;;) {
      const end = nextQuoteOrEscape(text, at);
      if (end < 0) fail('a text has no closing quote');
      parts.push(text.slice(at, end));
      at = end + 1;
      if (text.charAt(end) === '"') return parts.join('');
      parts.push(escaped());
    }
  };

  return {
    peek,
    skip,
    expect: (character) => void (skip(character) || fail(`"${character}" is missing`)),
    match,
    quoted,
    fail,
    count: (more) => {
      elements += more;
      if (elements > limits.elements) fail(`there are more than ${limits.elements} values in arrays`);
    },
  };
}

const quoteOrEscape = /["\\]/g;

function nextQuoteOrEscape(text: string, from: number): number {
  quoteOrEscape.lastIndex = from;
  return quoteOrEscape.exec(text)?.index ?? -1;
}

/** The character of a hexadecimal number with so many digits; nothing when it is none. */
function characterOf(written: string, digits: number): string | undefined {
  const code = /^[0-9A-Fa-f]+$/.test(written) ? Number.parseInt(written, 16) : Number.NaN;
  return written.length === digits && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
