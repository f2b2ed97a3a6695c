import { afterwards } from './afterwards.ts';
import { build } from './build.ts';
import { configuration } from './configuration.ts';
import { contacts } from './contacts.ts';
import { deploymentLines } from './deployment.ts';
import { documentation } from './documentation.ts';
import { infrastructure } from './infrastructure.ts';
import type { Line } from './line.ts';
import { monitoring } from './monitoring.ts';
import { performanceLines } from './performance.ts';
import { quality } from './quality.ts';
import { rollback } from './rollback.ts';
import { routers } from './routers.ts';
import { security } from './security.ts';

/** Every line of the production checklist, in its order. */
export const catalogue: readonly Line[] = [
  ...configuration,
  ...build,
  ...quality,
  ...security,
  ...routers,
  ...performanceLines,
  ...infrastructure,
  ...monitoring,
  ...documentation,
  ...deploymentLines,
  ...afterwards,
  ...rollback,
  ...contacts,
];

/** A line that can be answered, by a machine or by people: these are in the status, and in the percentage. */
export type Answerable = Exclude<Line, { by: 'nobody' }>;

export const answerable: readonly Answerable[] = catalogue.filter(
  (line): line is Answerable => line.by !== 'nobody',
);
