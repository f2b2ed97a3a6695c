const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A span as people say it, in its largest unit: `12 s`, `3 min`, `2 h`, `4 d`. Never negative. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 2 * minute) return `${seconds} s`;
  if (seconds < 2 * hour) return `${Math.round(seconds / minute)} min`;
  if (seconds < 2 * day) return `${Math.round(seconds / hour)} h`;
  return `${Math.round(seconds / day)} d`;
}

/** How long ago a moment (RFC 3339) was. */
export const ago = (time: string, now: Date): string => `${span(now.getTime() - Date.parse(time))} ago`;

/** A bar of `width` characters of which so many per cent are full; what is not nothing shows at least a little. */
export function bar(percent: number, width: number): string {
  const full = percent <= 0 ? 0 : Math.min(width, Math.max(1, Math.round((percent / 100) * width)));
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/** `3 of 40 (7.5 %)`; `–` for nothing out of nothing. */
export const share = (part: number, of: number): string =>
  of === 0 ? '–' : `${part} of ${of} (${((100 * part) / of).toFixed(1)} %)`;

/** Bytes in the largest binary unit in which they are a whole number. */
export function bytes(amount: number): string {
  for (const [unit, size] of [
    ['Gi', 2 ** 30],
    ['Mi', 2 ** 20],
    ['Ki', 2 ** 10],
  ] as const)
    if (amount >= size && amount % size === 0) return `${amount / size}${unit}`;
  return String(amount);
}

const levels = '▁▂▃▄▅▆▇█';

/** Values from 0 to 1 as a line of at most `width` characters; each shows the highest of those that it stands for. */
export function sparkline(values: readonly number[], width: number): string {
  const each = Math.max(1, Math.ceil(values.length / width));
  const highest = (from: number) => Math.max(0, ...values.slice(from, from + each));
  return Array.from({ length: Math.ceil(values.length / each) }, (_, i) =>
    levels.charAt(Math.min(levels.length - 1, Math.floor(highest(i * each) * levels.length))),
  ).join('');
}
