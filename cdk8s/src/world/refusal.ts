import { openAPISchema, type Schema } from '../../../operator/src/api/crd.ts';
import { InvalidObject } from '../../../operator/src/api/invalid.ts';
import { parseSpec } from '../../../operator/src/api/spacetime.ts';
import { broken, defaulted } from './rules.ts';

interface Resource {
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

const whole: Schema = openAPISchema();

/**
 * Throws `InvalidObject` with the sentences by which the API server would refuse to create this object: a field that it
 * does not know, one that is missing or out of its bounds, or else every rule that is broken. Rules about what was
 * before a change are the cluster's alone.
 */
export function refuse(resource: Resource): void {
  const misfits = misfitsOf('spec', whole.properties?.['spec'] ?? {}, resource.spec);
  if (misfits.length > 0) throw new InvalidObject(misfits.join(' '));
  parseSpec(resource.spec);
  const sentences = broken(whole, defaulted(whole, resource));
  if (sentences.length > 0) throw new InvalidObject(sentences.join(' '));
}

/** What types that were cast away would have said, and a reader that fills in and converts does not mind. */
function misfitsOf(path: string, schema: Schema, value: unknown): readonly string[] {
  const { items, properties } = schema;
  if (schema['x-kubernetes-int-or-string'] && typeof value === 'number' && !Number.isInteger(value))
    return [`${path}: must be of type integer,string: write "${value}", in quotes.`];
  if (items && Array.isArray(value))
    return value.flatMap((one, at) => misfitsOf(`${path}[${at}]`, items, one));
  if (!properties || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const known = properties[name];
    return known ? misfitsOf(`${path}.${name}`, known, field) : [`unknown field "${path}.${name}".`];
  });
}
