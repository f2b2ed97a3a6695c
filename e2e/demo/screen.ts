import type { Color, Paint } from '../../cli/src/view/paint.ts';

/** A revision that has pods. */
export interface ShownRevision {
  readonly name: string;
  readonly role: 'stable' | 'candidate';
  readonly ready: number;
  readonly pods: number;
  /** Per cent of users. */
  readonly share: number;
}

/** Answers of one revision during the last second; `none` are those that never came. */
export interface Rate {
  readonly revision: string;
  readonly perSecond: number;
  readonly failedPerSecond: number;
}

/** All that the live view shows. */
export interface View {
  readonly seconds: number;
  readonly seed: number;
  /** What is under way, such as the title of a release. */
  readonly title: string;
  readonly phase: string;
  /** Why the last revision was rejected, while it is. */
  readonly held: string;
  readonly revisions: readonly ShownRevision[];
  readonly rates: readonly Rate[];
  readonly requests: number;
  readonly failed: number;
  /** Newest last. */
  readonly events: readonly string[];
  /** What is behind us, a line each. */
  readonly done: readonly string[];
}

const eventsShown = 5;

/** One screen of lines, none longer than `width` columns. */
export function screen(view: View, width: number, paint: Paint): string[] {
  const { seconds, seed, title, phase, held, requests, failed, events, done } = view;
  const cut = (text: string) => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
  const line = (color: Color, text: string) => paint(color, cut(text));
  return [
    line('bold', `SpaceTime demo   ${clock(seconds)}   seed ${seed}`),
    ...done.map((text) => line('dim', text)),
    line('bold', `→ ${title}`),
    '',
    line(held ? 'yellow' : 'plain', `phase     ${phase}${held && `   held: ${held}`}`),
    line(failed > 0 ? 'red' : 'plain', `requests  ${requests}, failed ${failed}`),
    '',
    ...bars(view, width, paint),
    '',
    ...events.slice(-eventsShown).map((text) => line('dim', text)),
  ];
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** A line for each revision: its pods, its share, and a bar of its answers a second with the failed ones in red. */
function bars({ revisions, rates }: View, width: number, paint: Paint): string[] {
  const names = new Set([...revisions.map(({ name }) => name), ...rates.map(({ revision }) => revision)]);
  const most = Math.max(20, ...rates.map(({ perSecond }) => perSecond));
  const room = Math.max(10, Math.min(40, width - 60));
  const cells = (perSecond: number) => '█'.repeat(Math.round((perSecond / most) * room));
  return [...names].map((name) => {
    const shown = revisions.find((revision) => revision.name === name);
    const { perSecond = 0, failedPerSecond = 0 } = rates.find(({ revision }) => revision === name) ?? {};
    const pods = shown
      ? `${shown.role.padEnd(9)}  ${shown.ready}/${shown.pods} pods  ${String(shown.share).padStart(3)} %`
      : name === 'none'
        ? 'no answer'
        : 'gone';
    const good = paint(shown?.role === 'candidate' ? 'cyan' : 'green', cells(perSecond - failedPerSecond));
    const bad = paint('red', cells(failedPerSecond));
    return `${name.padEnd(10)}  ${pods.padEnd(27)}  ${good}${bad} ${perSecond} a second`;
  });
}

/** Lines for where nothing can be drawn over: one when something worth telling has changed. */
export function news(before: View | undefined, now: View): string[] {
  const time = `${now.seconds.toFixed(1).padStart(6)} s`;
  const shares = now.revisions
    .map(({ name, ready, share }) => `${name} ${ready} ready ${share} %`)
    .join(', ');
  const happened = [
    ...(before?.title === now.title ? [] : [`→ ${now.title}`]),
    ...(before?.phase === now.phase ? [] : [`${now.phase}   ${shares}   failed ${now.failed}`]),
    ...(before?.held === now.held || !now.held ? [] : [`held: ${now.held}`]),
  ];
  return happened.map((text) => `${time}  ${text}`);
}
