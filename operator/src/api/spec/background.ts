import * as z from 'zod';
import { choice, whole } from '../fields.ts';

export const webhooks = z
  .object({
    retryProfile: choice('How soon and how often a delivery that failed is tried again.', [
      'Standard',
      'Fast',
    ]).default('Standard'),
    addressPolicy: choice(
      'Where deliveries may go: to public addresses only, or also to private ones, outside production.',
      ['PublicOnly', 'Any'],
    ).default('PublicOnly'),
  })
  .describe('Deliveries of webhooks. A change is a release.')
  .prefault({});

export const jobs = z
  .object({ concurrency: whole('Jobs that one pod runs at a time.', 1, 32).default(3) })
  .describe('Background jobs. A change is a release.')
  .prefault({});
