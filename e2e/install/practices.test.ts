import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allManifests } from './folder.ts';
import { checkovSkips, kubeScoreSkips, type Skips } from './skips.ts';
import { ended } from './tools.ts';

const folder = allManifests();
const minutes = 60_000;

interface Complaint {
  readonly check: string;
  readonly of: string;
}

/** What is wrong and nobody has given a reason for, and reasons that nothing needs. */
const judged = (complaints: readonly Complaint[], skips: Skips) => ({
  complaints: complaints.filter(({ check }) => !(check in skips)),
  needless: Object.keys(skips).filter((skip) => complaints.every(({ check }) => check !== skip)),
});

const clean = { complaints: [], needless: [] };

interface Checkov {
  readonly results: {
    readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[];
  };
  readonly summary: { readonly passed: number };
}

it(
  'checkov finds nothing in the operator and in worlds that has no reason',
  async () => {
    const how = ['--framework', 'kubernetes', '--skip-download', '--quiet', '--compact', '--output', 'json'];
    const { stdout } = await ended('checkov', [...how, '--directory', folder]);
    const { results, summary } = JSON.parse(stdout) as Checkov;
    expect(summary.passed).toBeGreaterThan(1000);
    const complaints = results.failed_checks.map(({ check_id, resource }) => ({
      check: check_id,
      of: resource,
    }));
    expect(judged(complaints, checkovSkips)).toEqual(clean);
  },
  5 * minutes,
);

interface Scored {
  readonly object_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

/** Grades of kube-score: 1 is critical, 5 a warning, 7 nearly right, 10 right. */
const asked = 7;

it(
  'kube-score finds nothing critical in them and warns of nothing that has no reason',
  async () => {
    const files = readdirSync(folder).map((file) => join(folder, file));
    const versions = ['--kubernetes-version', 'v1.36', '--output-format', 'json'];
    const { stdout } = await ended('kube-score', ['score', ...versions, ...files]);
    const complaints = (JSON.parse(stdout) as readonly Scored[]).flatMap(({ object_name, checks }) =>
      checks
        .filter(({ skipped, grade }) => !skipped && grade < asked)
        .map(({ check }) => ({ check: check.id, of: object_name })),
    );
    expect(judged(complaints, kubeScoreSkips)).toEqual(clean);
  },
  2 * minutes,
);
