/** What a shell makes of a text. */
export interface Parsed {
  /** Each program with its words; quotes are gone, substitutions stay as they are written. Where output goes is left out. */
  readonly programs: readonly (readonly string[])[];
  /** Whether the text goes on in the next line: a quote or a substitution is open, or it ends in a backslash. */
  readonly isOpen: boolean;
}

type Token =
  | { readonly kind: 'End' | 'IntoFile' | 'Nothing' | 'Open' }
  | { readonly kind: 'Word'; readonly word: string };

const nothing = /\\\n|#[^\n]*|\d?>&\d|[^\S\n]+/y;
const intoFile = /\d?>>?|</y;
const end = /&&|\|\|?|;|\n/y;
const partOfWord =
  /\\(?<escaped>[^\n])|'(?<single>[^']*)'|"(?<double>(?:\\[\s\S]|\$\([^)]*\)|[^"\\])*)"|\$\([^)]*\)|\$(?!\()|[^\s|;<>&'"\\$]|&(?!&)/y;

/** Reads commands as far as the pages of this project use a shell: quotes, `$(…)`, comments, pipes, lists and redirections. */
export function parseShell(text: string): Parsed {
  const programs: string[][] = [[]];
  let before: Token = { kind: 'Nothing' };
  for (let at = 0; at < text.length; ) {
    const { token, length } = tokenAt(text, at);
    if (token.kind === 'Open') return { programs, isOpen: true };
    if (token.kind === 'End') programs.push([]);
    if (token.kind === 'Word' && before.kind !== 'IntoFile') programs.at(-1)?.push(token.word);
    if (token.kind !== 'Nothing') before = token;
    at += length;
  }
  return { programs: programs.filter(({ length }) => length > 0), isOpen: false };
}

function tokenAt(text: string, at: number): { readonly token: Token; readonly length: number } {
  for (const [kind, pattern] of [
    ['Nothing', nothing],
    ['IntoFile', intoFile],
    ['End', end],
  ] as const) {
    const length = matched(pattern, text, at)?.[0].length;
    if (length !== undefined) return { token: { kind }, length };
  }
  let word = '';
  let to = at;
  for (let part = matched(partOfWord, text, to); part; part = matched(partOfWord, text, to)) {
    const { escaped, single, double } = part.groups ?? {};
    word += escaped ?? single ?? double ?? part[0];
    to += part[0].length;
  }
  const breaksOff = to === at || /^(?:['"]|\$\(|\\$)/.test(text.slice(to));
  return { token: breaksOff ? { kind: 'Open' } : { kind: 'Word', word }, length: to - at };
}

function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
