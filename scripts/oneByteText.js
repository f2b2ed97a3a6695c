/**
 * The same program in ASCII alone. One character beyond Latin-1, such as a dash in a library's comment, makes V8 hold all of a
 * program at two bytes a character.
 */
export const oneByteText = (text) =>
  text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
