import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertNames } from '../operator/src/api/spec/monitoring.ts';
import { configProblems } from '../operator/test/promtool.ts';
import { prometheusConfig, prometheusRules } from './monitoringFiles.ts';

const docs = join(import.meta.dirname, '../docs');

// Debian builds Prometheus without the discovery of Kubernetes; all else is checked as it is.
const { scrape_configs, ...rest } = prometheusConfig();
const withoutDiscovery = {
  ...rest,
  scrape_configs: scrape_configs.map(({ kubernetes_sd_configs: _, ...job }) => job),
};

it('promtool has nothing against the configuration for a Prometheus without its operator', async () => {
  expect(await configProblems(withoutDiscovery, prometheusRules())).toBe('');
});

it('every alert has a page in the runbook, and every page an alert', () => {
  const files = readdirSync(join(docs, 'runbook')).filter((file) => /^(?!README).*\.md$/.test(file));
  const pages = files.map((file) => file.replace(/\.md$/, ''));
  expect(pages.sort()).toEqual([...alertNames].sort());
});

it.each(alertNames)('the page of %s says what it means, what the operator did, and what to do', (name) => {
  const page = readFileSync(join(docs, 'runbook', `${name}.md`), 'utf8');
  expect(page).toMatch(new RegExp(`^# ${name}\n`));
  for (const part of [
    '**What it means.**',
    '**What the operator did.**',
    '**What to look at.**',
    '**What to do.**',
  ])
    expect(page).toContain(part);
  const links = [...page.matchAll(/\]\(([^)#]+)/g)].map(([, path = '']) => join(docs, 'runbook', path));
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});

it('the page about monitoring has the values that every alert begins with', () => {
  const page = readFileSync(join(docs, 'monitoring.md'), 'utf8');
  for (const { alert, for: pending, labels } of prometheusRules().groups.flatMap(({ rules }) => rules)) {
    const row = page.split('\n').find((line) => line.startsWith(`| [${alert}](runbook/${alert}.md) |`));
    expect(row).toContain(` ${pending.replace(/s$/, '')} s |`);
    expect(row).toContain(labels['severity'] ?? '');
  }
});
