import * as z from 'zod';

/** Where the project's pages about alerts are. */
export const projectRunbooks = 'https://spacetime.dev/runbook';

/** An address under which each alert has its page, NAME.md. */
export const runbookAddress = z
  .string()
  .max(512)
  .regex(/^https?:\/\/\S+$/, { error: 'must be an address that begins with http:// or https://' })
  .default(projectRunbooks);
