/** Where a release stands, in the order in which a good one passes through. */
export const phases = [
  'Pending',
  'Preparing',
  'Checking',
  'Canary',
  'Promoting',
  'Baking',
  'Stable',
  'RollingBack',
  'RolledBack',
] as const;
export type Phase = (typeof phases)[number];
