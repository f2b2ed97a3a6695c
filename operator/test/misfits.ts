import { openAPISchema, type Schema } from '../src/api/crd.ts';

/** What the API server would refuse in a status, by the schema of the definition. */
export function misfits(status: object): readonly string[] {
  const schema = openAPISchema().properties?.['status'];
  if (!schema) throw new Error('The definition has a status.');
  return inObject('status', status, schema);
}

function inValue(path: string, value: unknown, schema: Schema): readonly string[] {
  if (Array.isArray(value)) return inList(path, value, schema);
  if (typeof value === 'object' && value !== null) return inObject(path, value, schema);
  const fits = typeof value === 'string' ? textFits(value, schema) : numberFits(value, schema);
  return fits ? [] : [`${path}: ${String(value).slice(0, 40)}`];
}

const textFits = (value: string, { minLength = 0, maxLength = 0, enum: values }: Schema): boolean =>
  values ? values.includes(value) : [...value].length >= minLength && [...value].length <= maxLength;

const numberFits = (value: unknown, { minimum = 0, maximum = 0 }: Schema): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum;

const inObject = (path: string, value: object, { properties }: Schema): readonly string[] =>
  Object.entries(value).flatMap(([key, inner]) => {
    const field = properties?.[key];
    return field ? inValue(`${path}.${key}`, inner, field) : [`${path}.${key}: unknown`];
  });

function inList(path: string, items: readonly unknown[], schema: Schema): readonly string[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const names = items.map((item) =>
    JSON.stringify(keys.map((key) => (item as Record<string, unknown>)[key])),
  );
  const isDouble = keys.length > 0 && new Set(names).size < names.length;
  return [
    ...(items.length > (schema.maxItems ?? 0) ? [`${path}: ${items.length} items`] : []),
    ...(isDouble ? [`${path}: two of the same name`] : []),
    ...items.flatMap((item, i) => (schema.items ? inValue(`${path}[${i}]`, item, schema.items) : [])),
  ];
}
