import { anOwner } from '../../../test/builders.ts';
import { ruleProblems } from '../../../test/promtool.ts';
import { alertNames } from '../../api/spec/monitoring.ts';
import { alertRules } from './rules.ts';

const rulesFor = (monitoring: object, more: object = {}) =>
  alertRules(anOwner({ monitoring, ...more }), true);

/** What stands in the rules of one alert. */
const changed = (change: { readonly name: string; readonly [field: string]: unknown }) =>
  rulesFor({ alerts: [change] })
    .filter(({ alert }) => alert === change.name)
    .map(({ expr, for: pending, labels }) => ({ expr, pending, severity: labels['severity'] }));

it('every alert has a rule, and nothing else has', () => {
  expect(new Set(rulesFor({}).map(({ alert }) => alert))).toEqual(new Set(alertNames));
});

it('API Down is what the checklist says: nothing was answered with 200 for a minute', () => {
  expect(changed({ name: 'APIDown' })).toEqual([
    {
      expr: '(sum(increase(http_requests_total{namespace="worlds",name="plaza",status="200"}[1m])) or vector(0)) == 0',
      pending: '60s',
      severity: 'critical',
    },
  ]);
});

describe('an alert of the spec', () => {
  it('changes its threshold, how long it waits, and how urgent it is', () => {
    const change = { name: 'HighMemoryUsage', threshold: '2G', forSeconds: 5, severity: 'Warning' };
    expect(changed(change)).toEqual([
      {
        expr: 'godot_memory_bytes{namespace="worlds",name="plaza"} > 2000000000',
        pending: '5s',
        severity: 'warning',
      },
    ]);
  });

  it('takes numbers as people write them', () => {
    expect(changed({ name: 'LowFPS', threshold: 45 })[0]?.expr).toContain('< 45');
  });

  it('is gone when it is disabled', () => {
    expect(changed({ name: 'LowFPS', mode: 'Disabled' })).toEqual([]);
  });

  it('about certificates is critical at a third of its days', () => {
    const days = changed({ name: 'CertificateExpiresSoon', threshold: '30' });
    expect(days.map(({ expr, severity }) => [/< (\d+)/.exec(expr)?.[1], severity])).toEqual([
      ['2592000', 'warning'],
      ['864000', 'critical'],
    ]);
  });
});

it('a Prometheus that looks seldom counts over longer times, so that a look that it misses is no alarm', () => {
  const ranges = rulesFor({ scrapeIntervalSeconds: 100 }).flatMap(({ expr }) => expr.match(/\[\w+\]/g) ?? []);
  expect(new Set(ranges)).toEqual(new Set(['[400s]', '[10m]']));
});

it.each([
  ['is turned off', { replicas: 0 }, true],
  ['was never released', {}, false],
])('a world that %s is not down', (_, spec, serves) => {
  const names = alertRules(anOwner(spec), serves).map(({ alert }) => alert);
  expect(names).not.toContain('APIDown');
  expect(names).toContain('ReleaseRolledBack');
});

it('whom to call is shown by role, and where the page of the alert is', () => {
  const contacts = [{ role: 'OnCallPrimary', name: 'Platform rota', phone: '+1 555 0100', slack: '#oncall' }];
  const [rule] = rulesFor({ runbookBaseURL: 'https://wiki.example.com/runbook/' }, { contacts });
  expect(rule?.annotations).toMatchObject({
    contact_on_call_primary: 'Platform rota: +1 555 0100, #oncall',
    runbook_url: 'https://wiki.example.com/runbook/APIDown.md',
  });
});

it('a text of the user’s asks Prometheus nothing, whatever stands in it', async () => {
  const name = '{{ query "up" }} {';
  const contacts = [{ role: 'OnCallPrimary', name, phone: '{{{' }];
  const rules = rulesFor({}, { contacts });
  const { contact_on_call_primary: text = '' } = rules[0]?.annotations ?? {};
  expect(text.replaceAll('{{`{`}}', '')).not.toContain('{');
  expect(text.replaceAll('{{`{`}}', '{')).toBe(`${name}: {{{`);
  expect(await ruleProblems(rules)).toBe('');
});
