import { Color } from 'three';

/** A visitor's colour: the same on every page, because it follows from the id. */
export function colorOf(id: string): Color {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return new Color().setHSL((hash % 360) / 360, 0.6, 0.6);
}
