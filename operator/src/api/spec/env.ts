import * as z from 'zod';
import { keyedList, rules, text } from '../fields.ts';

const variable = z
  .object({
    name: text('Name of the variable.', 63).regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
    value: z
      .string()
      .max(4096)
      .describe('Its value, literally. A secret belongs into a file: see secrets.mounts.'),
  })
  .meta(
    rules({
      rule: "!self.name.matches('^(GODOT_|SPACETIME_|PG)') && !(self.name in ['API_TOKEN','DATABASE_URL','GRAFANA_ADMIN_PASSWORD','NODE_EXTRA_CA_CERTS'])",
      message:
        'env must not set a variable that the operator sets; use the field of the API that stands for it.',
    }),
  );

export const env = keyedList(
  'Further environment variables of the runtime. A change is a release.',
  variable,
  64,
);
