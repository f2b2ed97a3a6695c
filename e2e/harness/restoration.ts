import type { Difference } from './objects.ts';

/** What a rejected revision leaves behind: its record, and what it was rejected with. */
const records = /^(controllerrevisions|configmaps|secrets|jobs)\//;
/** The Job and the pod of a check that failed: they stay as evidence until the next release. */
const evidence = /^(jobs\/.*-check(-\d)?|pods\/.*-check(-\d)?-[a-z0-9]{5})$/;

/** Whether a world is what it was before a release that was undone, byte by byte, but for records and evidence. */
export const isRestored = ({ changed, gone, added }: Difference): boolean =>
  changed.length === 0 &&
  gone.every((name) => evidence.test(name)) &&
  added.every((name) => records.test(name) || evidence.test(name));

/** How a world differs from what it was before a release that was undone, as the end of a sentence. */
export function restoration(found: Difference): string {
  const { same, changed, gone, added } = found;
  if (isRestored(found))
    return `all ${same} objects of the world are byte-identical to before; ${added.length} record the rejected revision.`;
  const list = (what: string, names: readonly string[]) =>
    names.length > 0 ? [`${what} ${names.join(', ')}`] : [];
  return `objects differ: ${[...list('changed', changed), ...list('gone', gone), ...list('new', added)].join('; ')}.`;
}
