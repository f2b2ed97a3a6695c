import { join } from 'node:path';
import { textOf } from '../files.ts';

/** Where each version of cgroups keeps the memory of the container, and what of it the kernel may take back. */
const places = [
  { usage: 'memory.current', stat: 'memory.stat', inactive: /^inactive_file (\d+)$/m },
  {
    usage: 'memory/memory.usage_in_bytes',
    stat: 'memory/memory.stat',
    inactive: /^total_inactive_file (\d+)$/m,
  },
] as const;

/**
 * Bytes of the container's working set, by which the kubelet judges it: what it uses, less files that nobody read for long
 * (docs.kernel.org, cgroup v2 and v1, memory.stat). NaN where there is no container.
 */
export async function workingSet(root = '/sys/fs/cgroup'): Promise<number> {
  for (const { usage, stat, inactive } of places) {
    const [used, text] = await Promise.all([textOf(join(root, usage)), textOf(join(root, stat))]);
    if (used !== undefined) return Math.max(0, Number(used) - Number(inactive.exec(text ?? '')?.[1] ?? 0));
  }
  return Number.NaN;
}
