import type { ChecklistItem, ItemResult } from '../../../operator/src/api/status/checklist.ts';
import { catalogue } from '../../../operator/src/checklist/catalogue.ts';
import type { Line } from '../../../operator/src/checklist/line.ts';
import { type SpaceTime, statusOf } from '../spaceTime.ts';

/** A line of the checklist with how it stands. `NotApplicable`: nobody can answer it, and `how` says why. */
export interface StandingLine extends Pick<Line, 'check' | 'section' | 'title' | 'stage' | 'by' | 'how'> {
  readonly result: ItemResult | 'NotApplicable';
  readonly since?: string;
  readonly evidence?: string;
}

/** Every line of the production checklist, in its order; then those that only a newer operator knows. */
export function standingLines(world: SpaceTime): readonly StandingLine[] {
  const items = statusOf(world).checklist?.items ?? [];
  const known = catalogue.map(({ check, section, title, stage, by, how }): StandingLine => {
    const item = items.find((one) => one.check === check);
    const line = { check, section, title, stage, by, how };
    return by === 'nobody' ? { ...line, result: 'NotApplicable' } : { ...line, ...standing(item) };
  });
  const others = items
    .filter(({ check }) => !catalogue.some((line) => line.check === check))
    .map((item): StandingLine => ({ ...elsewhere, check: item.check, title: item.title, ...standing(item) }));
  return [...known, ...others];
}

const elsewhere = {
  section: 'Others',
  stage: 'after',
  by: 'machine',
  how: 'This program is older than the operator.',
} as const;

function standing(item: ChecklistItem | undefined): Pick<StandingLine, 'result' | 'since' | 'evidence'> {
  if (!item) return { result: 'NotRun' };
  const { result, since, evidence } = item;
  return { result, since, ...(evidence && { evidence }) };
}

/** The headings of the production checklist, by the number that a line's section begins with. */
const headings: Readonly<Record<string, string>> = {
  '1': 'Environment Configuration',
  '2': 'Build Verification',
  '3': 'Code Quality Verification',
  '4': 'Security Verification',
  '5': 'Router Verification',
  '6': 'Performance Verification',
  '7': 'Deployment Infrastructure',
  '8': 'Monitoring Setup',
  '9': 'Documentation Review',
  Deployment: 'Deployment Verification Steps',
  'Post-Deployment': 'Post-Deployment Testing Procedures',
  Rollback: 'Rollback Procedures',
  Contacts: 'Contact Information',
};

/** What the part of the checklist is called in which the section stands. */
export function headingOf(section: string): string {
  const [chapter = ''] = section.split(/[. ]/);
  const heading = headings[chapter] ?? section;
  return /^\d/.test(chapter) ? `${chapter}. ${heading}` : heading;
}
