import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** A project with nothing but the package as it is published, and what it asks for. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-user-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@spacetime'), { recursive: true });
  mkdirSync(join(modules, '@marcbachmann'));
  cpSync(join(import.meta.dirname, 'dist'), join(modules, '@spacetime/cdk8s'), { recursive: true });
  for (const name of ['cdk8s', 'cdk8s-plus-28', 'constructs', 'zod', '@marcbachmann/cel-js', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

const program = (spec: string) => `
  import { App, Chart } from 'cdk8s';
  import { SpaceTime } from '@spacetime/cdk8s/spaceTime';
  import { SpaceTimeOperator } from '@spacetime/cdk8s/operator';
  const chart = new Chart(new App(), 'chart');
  new SpaceTimeOperator(chart, 'operator', { replicas: 1 });
  console.log(new SpaceTime(chart, 'plaza', { spec: ${spec} }).url);
`;

const compiler = ['--module', 'nodenext', '--target', 'es2024', '--strict', '--noEmit', '--types', 'node'];

it('the package that is published runs and is typed', async () => {
  await run(process.execPath, [join(import.meta.dirname, 'bundle.js')], { cwd: root });
  const cwd = project();
  writeFileSync(join(cwd, 'good.ts'), program("{ image: 'plaza:1', replicas: 3 }"));
  writeFileSync(join(cwd, 'bad.ts'), program("{ image: 'plaza:1', replica: 3 }"));
  const { stdout } = await run(process.execPath, ['good.ts'], { cwd });
  expect(stdout).toBe('http://plaza\n');
  const tsc = join(root, 'node_modules/.bin/tsc');
  await run(tsc, [...compiler, 'good.ts'], { cwd });
  await expect(run(tsc, [...compiler, 'bad.ts'], { cwd })).rejects.toMatchObject({
    stdout: expect.stringContaining("'replica' does not exist in type"),
  });
}, 300_000);
