import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

it('the generated files are what the sources say', () => {
  const script = join(import.meta.dirname, 'generate.ts');
  const { stderr, status } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
