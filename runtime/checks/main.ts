import { writeFileSync } from 'node:fs';
import { accessOnce } from './access.ts';
import { checks } from './checks.ts';
import { refusalOf, reportOf } from './report.ts';
import { type Outcome, run, type Shared } from './run.ts';
import { readSettings, type Settings } from './settings.ts';
import { site } from './site.ts';

/** Where Kubernetes looks for what a container has to say at its end. */
const terminationLog = '/dev/termination-log';

const sharedBy = ({ previewUrl, worldUrl, tokens, ca, ...rest }: Settings): Shared => ({
  ...rest,
  ca,
  preview: site(previewUrl, ca),
  previewToken: tokens.preview,
  world: site(worldUrl),
  access: accessOnce(tokens.world),
});

// What no check has caught still ends with a sentence.
process.once('uncaughtException', refuse);

try {
  const settings = await readSettings(process.env);
  end(reportOf(await run(checks, sharedBy(settings), tell)), 0);
} catch (error) {
  refuse(error as Error);
}

function refuse({ message }: Error): never {
  process.stderr.write(`The checks could not run: ${message}\n`);
  end(refusalOf(message), 1);
}

function tell({ name, result, evidence, milliseconds }: Outcome): void {
  process.stdout.write(`${result.padEnd(7)} ${name.padEnd(20)} ${milliseconds} ms: ${evidence}\n`);
}

function end(report: string, code: number): never {
  process.stdout.write(`${report}\n`);
  try {
    writeFileSync(terminationLog, report, { flag: 'r+' });
  } catch {
    // Outside a pod there is no such file.
  }
  process.exit(code);
}
