import type { ChecklistSpec } from '../api/spec/checklist.ts';
import type { Checklist, ChecklistItem, ItemResult } from '../api/status/checklist.ts';
import { type Answerable, answerable } from './catalogue.ts';
import type { Facts } from './facts.ts';

/** Every line that can be answered, as the facts show it. What cannot be seen now keeps what was last seen of this revision. */
export function itemsOf(facts: Facts, before: Checklist | undefined): readonly ChecklistItem[] {
  const known = new Map(before?.items.map((item) => [item.check, item]));
  const isSame = before?.revision === facts.revision;
  return answerable.map((line): ChecklistItem => {
    const old = known.get(line.check);
    const { result, evidence } = resultOf(line, facts, isSame ? old : undefined);
    return {
      check: line.check,
      title: line.title,
      result,
      since: old?.result === result ? old.since : facts.now.toISOString(),
      ...(evidence && { evidence: shortened(evidence) }),
    };
  });
}

type Result = Pick<ChecklistItem, 'result' | 'evidence'>;

function resultOf(line: Answerable, facts: Facts, old: ChecklistItem | undefined): Result {
  const { waivers, attestations } = facts.spec.checklist;
  const waiver = waivers.find(({ check }) => check === line.check);
  if (waiver) return { result: 'Waived', evidence: waiver.reason };
  const found = seen(line, facts, old);
  const attestation = attestations.find(({ check }) => check === line.check);
  // Nobody's word stands against what a machine has seen.
  return attestation && isUnanswered(found.result)
    ? { result: 'Attested', evidence: attested(attestation) }
    : found;
}

const isUnanswered = (result: ItemResult): boolean => result === 'NotRun' || result === 'ByHand';

const attested = ({ by, date, url }: ChecklistSpec['attestations'][number]): string =>
  `${by}, ${date}${url ? `, ${url}` : ''}`;

function seen(line: Answerable, facts: Facts, old: ChecklistItem | undefined): Result {
  const look = line.ask?.(facts);
  if (look) return look;
  if (line.by === 'people') return { result: 'ByHand' };
  const { result, evidence } = old ?? {};
  return result === 'Passed' || result === 'Failed' || result === 'NotRun'
    ? { result, ...(evidence && { evidence }) }
    : { result: 'NotRun' };
}

const longest = 80;

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/** How many lines are passed or vouched for, of those that count. */
export interface Tally {
  readonly passed: number;
  readonly total: number;
  /** Rounded down, so that only a whole list says 100; an empty one has nothing open. */
  readonly percent: number;
  /** In the order of the list. */
  readonly open: readonly ChecklistItem[];
}

export function tallyOf(items: readonly ChecklistItem[]): Tally {
  const counted = items.filter(({ result }) => result !== 'Waived');
  const open = counted.filter(({ result }) => result !== 'Passed' && result !== 'Attested');
  const [total, passed] = [counted.length, counted.length - open.length];
  return { passed, total, percent: total === 0 ? 100 : Math.floor((100 * passed) / total), open };
}

/** The lines that are answered before a release has users. */
export function beforeUsers(items: readonly ChecklistItem[]): readonly ChecklistItem[] {
  const names = new Set(answerable.filter(({ stage }) => stage === 'before').map(({ check }) => check));
  return items.filter(({ check }) => names.has(check));
}

/** Every line by the facts, with its sums: a run of the checklist that ends now. */
export const runOfChecklist = (facts: Facts, before: Checklist | undefined): Checklist =>
  summedUp(facts.revision, facts.now.toISOString(), itemsOf(facts, before));

/**
 * A checklist between two runs: lines that had not been seen are answered as soon as they can be. The very same one while
 * there is nothing new.
 */
export function filledIn(facts: Facts, before: Checklist): Checklist {
  const now = new Map(itemsOf(facts, before).map((item) => [item.check, item]));
  const items = before.items.map((item) => {
    const found = item.result === 'NotRun' ? now.get(item.check) : undefined;
    return found && found.result !== 'NotRun' ? found : item;
  });
  const isNew = items.some((item, i) => item !== before.items[i]);
  return isNew ? summedUp(before.revision, before.lastRunTime, items) : before;
}

function summedUp(revision: string, lastRunTime: string, items: readonly ChecklistItem[]): Checklist {
  const { passed, total, percent } = tallyOf(items);
  return { summary: `${percent}%`, passed, total, revision, lastRunTime, items };
}

/** Names in the spec that no line has, as a sentence; undefined where there are none. */
export function unknownCheck({ attestations, waivers }: ChecklistSpec): string | undefined {
  const isKnown = ({ check }: { readonly check: string }) => answerable.some((line) => line.check === check);
  const [attestation] = attestations.filter((one) => !isKnown(one));
  const [waiver] = waivers.filter((one) => !isKnown(one));
  const [field, found] = attestation ? ['attestations', attestation] : ['waivers', waiver];
  return (
    found &&
    `checklist.${field}: no line is called ${found.check}; remove it, or take a name that kubectl spacetime checklist shows.`
  );
}
