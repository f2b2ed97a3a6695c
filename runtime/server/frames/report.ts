import * as z from 'zod';
import { type FrameReport, frameBounds } from '../../shared/frameReport.ts';
import { json } from '../json.ts';

const classes = frameBounds.length + 1;
const counts = { error: `${classes} whole numbers from 0 to 1000` };
const seconds = { error: 'a number of seconds from 0.2 to 10' };
const longest = { error: 'a number of seconds from 0 to 10' };

const Report = z.object(
  {
    type: z.literal('frames', { error: 'frames' }),
    seconds: z.number(seconds).min(0.2, seconds).max(10, seconds),
    counts: z.array(z.int(counts).min(0, counts).max(1000, counts), counts).length(classes, counts),
    longestSeconds: z.number(longest).min(0, longest).max(10, longest),
    mode: z.enum(['page', 'immersive'], { error: 'page or immersive' }),
  },
  { error: 'a JSON object' },
);

/** Reads a report from a client, or says in one sentence what is wrong with it. */
export function readReport(text: string): FrameReport | { readonly fault: string } {
  const parsed = Report.safeParse(json(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { fault: `${issue?.path[0]?.toString() ?? 'A report'} must be ${issue?.message}.` };
}
