import { readdir, readFile } from 'node:fs/promises';

/**
 * The process of a pod's only container, as this machine numbers it: the one whose command holds `command`. Needs the
 * node on this machine, and root.
 */
export async function processOf(podUid: string, command = '/app/'): Promise<number> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const number of numbers) {
    // A process may end while it is looked at.
    const cgroups = await readFile(`/proc/${number}/cgroup`, 'utf8').catch(() => '');
    const line = await readFile(`/proc/${number}/cmdline`, 'utf8').catch(() => '');
    if (cgroups.includes(podUid) && line.includes(command)) return Number(number);
  }
  throw new Error(`Pod ${podUid} has no process on this machine: these tests need the local cluster.`);
}
