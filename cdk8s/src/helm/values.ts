import { Document, isMap, isScalar, type Pair } from 'yaml';
import * as z from 'zod';
import { OperatorSettings, settled } from '../settings.ts';

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
}

const schema = () =>
  z.toJSONSchema(OperatorSettings, { io: 'input', target: 'draft-7' }) as Described & {
    readonly $schema: string;
  };

/** `values.schema.json`: Helm refuses values that the settings would not take. */
export function valuesSchema(): string {
  const { properties, ...rest } = schema();
  // Helm hands the global values of a chart to every chart that it depends on.
  const global = { type: 'object', description: 'Values of a chart that depends on this one; none is read.' };
  return `${JSON.stringify({ ...rest, properties: { ...properties, global } }, null, 2)}\n`;
}

/** `values.yaml`: every value with what it means and its default. */
export function values(): string {
  const document = new Document(settled({}));
  describe(document.contents, schema());
  return document.toString({ lineWidth: 0 });
}

function describe(node: unknown, { properties = {} }: Described): void {
  if (!isMap(node)) return;
  for (const { key, value } of node.items as Pair[]) {
    const field = isScalar(key) ? properties[String(key.value)] : undefined;
    if (!isScalar(key) || !field) continue;
    if (field.description) key.commentBefore = ` ${field.description}`;
    describe(value, field);
  }
}
