/** The linear value of an sRGB one (IEC 61966-2-1). Godot writes colours in sRGB, glTF has linear factors. */
export const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
