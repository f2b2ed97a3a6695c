import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessOnce } from '../checks/access.ts';
import type { Shared } from '../checks/run.ts';
import type { Spec } from '../checks/settings.ts';
import { type Answer, type Asking, type Site, site } from '../checks/site.ts';
import { aRuntime, type TestRuntime, token } from './aRuntime.ts';
import { freePort } from './databaseServer.setup.ts';

/** The revision of every candidate of a test. */
export const revision = 'bcdfghjklm';

/** The checks that a SpaceTime has without naming any. */
export const usualSpec: Spec = {
  smoke: { mode: 'Required', timeoutSeconds: 60, paths: [] },
  load: {
    mode: 'Required',
    timeoutSeconds: 60,
    path: '/api/status',
    requests: 50,
    concurrency: 5,
    minSuccessPercent: 99,
    maxMeanMilliseconds: 60_000,
  },
  browser: { mode: 'Disabled', timeoutSeconds: 60 },
};

/** A real runtime as a pod of a check runs it; `env` may name files in `directory`, which `prepare` has filled. */
export async function aCandidate(
  env: (directory: string) => Record<string, string> = () => ({}),
  prepare: (directory: string) => Promise<void> = async () => {},
): Promise<TestRuntime> {
  const telemetry = String(await freePort());
  return aRuntime(
    (directory) => ({
      GODOT_ENABLE_HTTP_API: 'true',
      GODOT_TELEMETRY_PORT: telemetry,
      SPACETIME_REVISION: revision,
      SPACETIME_CLIENT_DIR: directory,
      SPACETIME_WEBHOOK_ALLOWED_CIDRS: '127.0.0.1/32',
      SPACETIME_WEBHOOK_RETRIES: 'Fast',
      SPACETIME_DRAIN_SECONDS: '0',
      ...env(directory),
    }),
    async (directory) => {
      await mkdir(join(directory, 'assets'));
      await writeFile(join(directory, 'assets/page.js'), 'export const drawn = true;\n');
      await writeFile(join(directory, 'index.html'), html);
      await prepare(directory);
    },
  );
}

const html =
  '<meta name="spacetime-revision" content="" /><script type="module" src="./assets/page.js"></script>';

/** What the checks of a candidate share: the same runtime is its preview and its world. */
export function around({ url }: Pick<TestRuntime, 'url'>, more: Partial<Shared> = {}): Shared {
  return {
    preview: site(url('/')),
    world: site(url('/')),
    previewToken: token,
    revision,
    spec: usualSpec,
    ca: undefined,
    browser: undefined,
    access: accessOnce(token),
    ...more,
  };
}

/** A site some of whose answers are another's than the server's. */
export function tampered(real: Site, change: (path: string, answer: Answer, asking: Asking) => Answer): Site {
  return {
    url: real.url,
    ask: async (path, asking = {}) => change(path, await real.ask(path, asking), asking),
    until: (signal) => tampered(real.until(signal), change),
  };
}
