/** What differs from one reader to the next, and the mark that takes its place. Order matters. */
const marks: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, 'TIME'],
  [/\b[b-df-hj-np-tv-z2-9]{10}\b/g, 'REVISION'],
  [/\b(?:\d+[dhms])+\b/g, 'AGE'],
  [/\b\d+(?:\.\d+)?(?= s\b)/g, 'SECONDS'],
  [/\b\d+%/g, 'SHARE'],
];

/** Whether a command has printed what its page shows, line breaks, ages, times, shares and names of revisions aside. */
export const hasShown = (printed: string, shown: string): boolean =>
  essence(printed).includes(essence(shown));

const essence = (text: string): string =>
  marks
    .reduce((all, [pattern, mark]) => all.replace(pattern, mark), text)
    .replace(/\s+/g, ' ')
    .trim();
