import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { PrometheusAlert } from '../src/kube/types.ts';

/** A series of a test: `metric{labels}`, and its values as promtool writes them, one for each 15 seconds. */
export type Series = Readonly<Record<string, string>>;

export interface AlertExpected {
  readonly at: string;
  readonly alert: string;
  /** Every alert of this name that fires then. */
  readonly firing: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** Runs promtool on files of these contents; the last is what it is given. Answers all that it printed, and whether it was content. */
async function promtool(
  command: readonly string[],
  files: Readonly<Record<string, object>>,
): Promise<{ readonly passed: boolean; readonly printed: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'spacetime-promtool-'));
  try {
    for (const [name, content] of Object.entries(files))
      await writeFile(join(directory, name), stringify(content, { lineWidth: 0 }));
    const [last = ''] = Object.keys(files).slice(-1);
    return await new Promise((resolve) => {
      execFile('promtool', [...command, last], { cwd: directory }, (error, stdout, stderr) =>
        resolve({
          passed: error === null,
          printed: `${error?.code === 'ENOENT' ? error.message : ''}${stdout}${stderr}`,
        }),
      );
    });
  } finally {
    await rm(directory, { recursive: true });
  }
}

const fileOf = (rules: readonly PrometheusAlert[]) => ({ groups: [{ name: 'spacetime', rules }] });

/** What promtool has against these rules; empty when it has nothing. */
export async function ruleProblems(rules: readonly PrometheusAlert[]): Promise<string> {
  const { passed, printed } = await promtool(['check', 'rules'], { 'rules.yaml': fileOf(rules) });
  return passed ? '' : printed;
}

/** What promtool has against a configuration of Prometheus with these rules; empty when it has nothing. */
export async function configProblems(config: object, rules: object): Promise<string> {
  const { passed, printed } = await promtool(['check', 'config'], {
    'rules.yaml': rules,
    'prometheus.yaml': config,
  });
  return passed ? '' : printed;
}

/** What differs from what is expected of the alerts over these series; empty when nothing does. */
export async function alertProblems(
  rules: readonly PrometheusAlert[],
  series: Series,
  { at, alert, firing }: AlertExpected,
): Promise<string> {
  const test = {
    interval: '15s',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [
      {
        eval_time: at,
        alertname: alert,
        exp_alerts: firing.map(({ labels, annotations }) => ({
          exp_labels: labels,
          exp_annotations: annotations,
        })),
      },
    ],
  };
  const { passed, printed } = await promtool(['test', 'rules'], {
    'rules.yaml': fileOf(rules),
    'test.yaml': { rule_files: ['rules.yaml'], evaluation_interval: '15s', tests: [test] },
  });
  return passed ? '' : printed;
}
