import { authentication } from './authentication.ts';
import { browser } from './browser.ts';
import { certificate } from './certificate.ts';
import type { Check } from './check.ts';
import { headers } from './headers.ts';
import { health } from './health.ts';
import { job } from './job.ts';
import { limit } from './limit.ts';
import { load } from './load.ts';
import { metrics } from './metrics.ts';
import { page } from './page.ts';
import { paths } from './paths.ts';
import { revision } from './revision.ts';
import { scene } from './scene.ts';
import { status } from './status.ts';
import { telemetry } from './telemetry.ts';
import { webhook } from './webhook.ts';

/** All checks, in the order in which they run: what others stand on comes first. */
export const checks: readonly Check[] = [
  health,
  status,
  revision,
  page,
  metrics,
  headers,
  certificate,
  authentication,
  limit,
  scene,
  webhook,
  job,
  telemetry,
  paths,
  load,
  browser,
];
