import { noFacts, wellAsked, wellFacts } from '../../test/aChecklist.ts';
import { broken } from '../../test/brokenLines.ts';
import { after, aSpec, noon, revisions } from '../../test/builders.ts';
import type { Checklist } from '../api/status/checklist.ts';
import { filledIn, runOfChecklist, tallyOf, unknownCheck } from './evaluate.ts';

const asking = (checklist: object) => aSpec({ ...wellAsked, checklist });
const item = ({ items }: Checklist, check: string) => items.find((one) => one.check === check);

describe('a run of the checklist', () => {
  it('passes every line that a machine answers where all is well, and leaves the others to people', () => {
    const { items, revision, lastRunTime } = runOfChecklist(wellFacts(), undefined);
    const open = items.filter(({ result }) => result !== 'Passed');
    expect(new Set(open.map(({ result }) => result))).toEqual(new Set(['ByHand']));
    expect({ revision, lastRunTime }).toEqual({
      revision: revisions.a,
      lastRunTime: after(120).toISOString(),
    });
  });

  it('has run nothing where nothing can be seen', () => {
    const { items, passed } = runOfChecklist(noFacts(), undefined);
    expect(passed).toBe(0);
    expect(item({ items } as Checklist, 'routers.job-submit')?.result).toBe('NotRun');
  });

  it('moves the time of a line with its result only', () => {
    const first = runOfChecklist(wellFacts({ now: noon }), undefined);
    const second = runOfChecklist(wellFacts(broken['routers.job-submit']), first);
    expect(item(second, 'routers.scene-load')?.since).toBe(noon.toISOString());
    expect(item(second, 'routers.job-submit')).toMatchObject({
      result: 'Failed',
      evidence: 'broken',
      since: after(120).toISOString(),
    });
  });

  it('keeps what was seen of this revision while it cannot be seen, and nothing that was seen of another', () => {
    const first = runOfChecklist(wellFacts(), undefined);
    const blind = wellFacts({ rows: [] });
    expect(item(runOfChecklist(blind, first), 'routers.job-submit')?.result).toBe('Passed');
    const other = { ...first, revision: revisions.b };
    expect(item(runOfChecklist(blind, other), 'routers.job-submit')?.result).toBe('NotRun');
  });

  it('says why checks that should have run could not, in place of what they said before', () => {
    const first = runOfChecklist(wellFacts(), undefined);
    const blind = runOfChecklist(wellFacts({ rows: [], trouble: 'no node has room' }), first);
    expect(item(blind, 'routers.job-submit')).toMatchObject({
      result: 'NotRun',
      evidence: 'no node has room',
    });
  });

  it('has evidence of at most 80 characters', () => {
    const rows = wellFacts().rows.map((row) => ({ ...row, evidence: 'x'.repeat(160) }));
    const { items } = runOfChecklist(wellFacts({ rows }), undefined);
    expect(Math.max(...items.map(({ evidence = '' }) => evidence.length))).toBe(80);
  });
});

it('a check of which a group tells nothing has not been run, and the line says so', () => {
  const rows = wellFacts().rows.filter(({ name }) => name !== 'smoke.job');
  expect(item(runOfChecklist(wellFacts({ rows }), undefined), 'routers.job-submit')).toMatchObject({
    result: 'NotRun',
    evidence: 'no result of smoke.job is told',
  });
});

describe('people', () => {
  const vouched = asking({
    attestations: [
      { check: 'docs.runbook', by: 'platform', date: '2026-11-20', url: 'https://wiki/runbook' },
      { check: 'routers.job-submit', by: 'platform', date: '2026-11-20' },
    ],
    waivers: [{ check: 'secrets.tls', reason: 'TLS ends at the gateway' }],
  });

  it('vouch for a line', () => {
    const run = runOfChecklist(wellFacts({ spec: vouched }), undefined);
    expect(item(run, 'docs.runbook')).toMatchObject({
      result: 'Attested',
      evidence: 'platform, 2026-11-20, https://wiki/runbook',
    });
  });

  it('are not believed against what a machine has seen', () => {
    const facts = wellFacts({ ...broken['routers.job-submit'], spec: vouched });
    expect(item(runOfChecklist(facts, undefined), 'routers.job-submit')?.result).toBe('Failed');
  });

  it('waive a line, which is shown and not counted', () => {
    const [without, withWaiver] = [wellFacts(), wellFacts({ spec: vouched })].map((facts) =>
      runOfChecklist(facts, undefined),
    );
    expect(withWaiver && item(withWaiver, 'secrets.tls')).toMatchObject({
      result: 'Waived',
      evidence: 'TLS ends at the gateway',
    });
    expect(withWaiver?.total).toBe((without?.total ?? 0) - 1);
  });

  it('fill in contacts, which count then', () => {
    const spec = aSpec({
      ...wellAsked,
      contacts: [{ role: 'OnCallPrimary', name: 'Rota', phone: '+1 555' }],
    });
    const run = runOfChecklist(wellFacts({ spec }), undefined);
    expect(item(run, 'contacts.on-call-primary')).toMatchObject({
      result: 'Passed',
      evidence: 'Rota: +1 555',
    });
    expect(item(run, 'contacts.devops-lead')?.result).toBe('ByHand');
  });

  it.each([
    ['attestations', { attestations: [{ check: 'docs.nothing', by: 'me', date: '2026-11-20' }] }],
    ['waivers', { waivers: [{ check: 'docs.nothing', reason: 'none' }] }],
  ])('are told of a line in %s that is not there', (field, checklist) => {
    expect(unknownCheck(asking(checklist).checklist)).toBe(
      `checklist.${field}: no line is called docs.nothing; remove it, or take a name that kubectl spacetime checklist shows.`,
    );
  });

  it('are told nothing of lines that are there', () => {
    expect(unknownCheck(vouched.checklist)).toBeUndefined();
  });
});

it('only a whole list is 100 %', () => {
  const items = Array.from({ length: 200 }, (_, i) => ({
    check: `a.${i}`,
    title: 'A line',
    result: i === 0 ? ('ByHand' as const) : ('Passed' as const),
    since: noon.toISOString(),
  }));
  expect(tallyOf(items)).toMatchObject({ passed: 199, total: 200, percent: 99 });
  expect(tallyOf(items.slice(1)).percent).toBe(100);
  expect(tallyOf([]).percent).toBe(100);
});

describe('between two runs', () => {
  it('a line that had not been seen is answered as soon as it can be', () => {
    const { live: _, ...unheard } = wellFacts();
    const run = runOfChecklist(unheard, undefined);
    expect(item(run, 'live.metrics')?.result).toBe('NotRun');
    const filled = filledIn(wellFacts(), run);
    expect(item(filled, 'live.metrics')?.result).toBe('Passed');
    expect(filled.passed).toBeGreaterThan(run.passed);
    expect(filled.lastRunTime).toBe(run.lastRunTime);
  });

  it('nothing else moves, so that nothing is written', () => {
    const run = runOfChecklist(wellFacts(), undefined);
    expect(filledIn(wellFacts(broken['routers.job-submit']), run)).toBe(run);
  });
});
