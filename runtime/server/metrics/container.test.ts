import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workingSet } from './container.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'spacetime-cgroup-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('workingSet', () => {
  it('is what the container uses less inactive files, by cgroup v2', async () => {
    await writeFile(join(root, 'memory.current'), '5000000\n');
    await writeFile(join(root, 'memory.stat'), 'anon 1000\ninactive_file 2000000\nactive_file 7\n');
    expect(await workingSet(root)).toBe(3_000_000);
  });

  it('is the same by cgroup v1', async () => {
    await mkdir(join(root, 'memory'));
    await writeFile(join(root, 'memory/memory.usage_in_bytes'), '5000000\n');
    await writeFile(join(root, 'memory/memory.stat'), 'inactive_file 1\ntotal_inactive_file 1000000\n');
    expect(await workingSet(root)).toBe(4_000_000);
  });

  it('is never below nothing, and NaN outside containers', async () => {
    expect(await workingSet(root)).toBeNaN();
    await writeFile(join(root, 'memory.current'), '1000\n');
    await writeFile(join(root, 'memory.stat'), 'inactive_file 2000\n');
    expect(await workingSet(root)).toBe(0);
  });
});
