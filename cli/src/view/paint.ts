/** What a colour means is the same everywhere: green is good, red is bad, yellow wants a look, cyan is on trial. */
export type Color = 'plain' | 'dim' | 'bold' | 'red' | 'green' | 'yellow' | 'cyan';

/** Gives a text a colour, or leaves it as it is where there are none. */
export type Paint = (color: Color, text: string) => string;

const codes = { plain: '', dim: '2', bold: '1', red: '31', green: '32', yellow: '33', cyan: '36' } as const;

export const colors: Paint = (color, text) =>
  color === 'plain' || text === '' ? text : `\u001b[${codes[color]}m${text}\u001b[0m`;

export const noColors: Paint = (_, text) => text;
