const hour = 3600;

// Silence is what ends a claim; this only bounds what a worker that talks on may take.
const rules = {
  heartbeatSeconds: 10,
  expireInSeconds: 4 * hour,
  retryDelay: 1,
  retryBackoff: false,
  retentionSeconds: 14 * 24 * hour,
  deleteAfterSeconds: hour,
} as const;

/**
 * The lines that work waits in. `deliveries` does one thing at a time for each key. The limits of retries lie above what the
 * lines' own workers count, so that it is they who say why something ends.
 */
export const lines = {
  deliveries: { ...rules, policy: 'singleton', retryLimit: 1000 },
  jobs: { ...rules, policy: 'standard', retryLimit: 100 },
} as const;

export type Line = keyof typeof lines;
