import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

it('the bundle is a program of its own that knows its version', async () => {
  await run(process.execPath, ['bundle.js'], { cwd: import.meta.dirname });
  const program = join(import.meta.dirname, 'dist/kubectl-spacetime.mjs');
  const { stdout } = await run(process.execPath, [program, '--version'], { cwd: '/' });
  expect(stdout).toBe('0.1.0\n');
});
