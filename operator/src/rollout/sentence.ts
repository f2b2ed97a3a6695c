/** The text with a full stop, unless it ends like a sentence already: others are written behind it. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
