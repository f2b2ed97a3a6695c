import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folder that is used when none is named: `spacetime` in the user's data folder (XDG Base Directory Specification). Root's
 * home is closed to the user who runs PostgreSQL for root, so root has /var/lib/spacetime-world.
 */
export function usualDataFolder(xdgDataHome: string | undefined): string {
  if (xdgDataHome && isAbsolute(xdgDataHome)) return join(xdgDataHome, 'spacetime');
  return process.geteuid?.() === 0 ? '/var/lib/spacetime-world' : join(homedir(), '.local/share/spacetime');
}
