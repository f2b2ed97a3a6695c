import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from './clock.ts';

const state = async (pid: number) => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.charAt(0);

async function stopped(pid: number): Promise<void> {
  while ((await state(pid)) !== 'T') await sleep(2);
}

it('goes on while the process is stopped', async () => {
  const program = `
    import { systemClock } from '${new URL('clock.ts', import.meta.url)}';
    process.stdin.on('data', () => process.stdout.write(systemClock.now() + '\\n'));
    process.stdout.write('ready\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
  const time = async () => {
    child.stdin.write('?');
    return Number((await lines.next()).value);
  };
  try {
    await lines.next();
    const before = await time();
    const pid = child.pid ?? 0;
    child.kill('SIGSTOP');
    await stopped(pid);
    const stoppedAt = systemClock.now();
    while (systemClock.now() - stoppedAt < 300) await sleep(10);
    child.kill('SIGCONT');
    expect((await time()) - before).toBeGreaterThanOrEqual(300);
  } finally {
    child.kill('SIGKILL');
  }
});

it('a wait ends with the reason of its signal', async () => {
  const stop = new AbortController();
  const wait = systemClock.after(60_000, stop.signal);
  stop.abort(new Error('shutting down'));
  await expect(wait).rejects.toThrow('shutting down');
});
