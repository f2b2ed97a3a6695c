import * as z from 'zod';

/** A JSON Schema (2020-12), which is what OpenAPI 3.1 is made of. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of what a caller sends (`input`) or gets (`output`), with its examples. What JSON Schema cannot say is left out. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const {
    $schema,
    '~standard': _,
    ...plain
  } = z.toJSONSchema(schema, {
    io,
    reused: 'inline',
    unrepresentable: 'any',
  }) as Record<string, unknown>;
  // Examples are of what is sent, so they fit the input also where a part of it is read as something else.
  const examples = schema.meta()?.['examples'];
  return examples === undefined ? plain : { ...plain, examples };
}

/** The fields of an object's schema, each with its name and whether it must be there. */
export function fieldsOf(schema: JsonSchema): { name: string; schema: JsonSchema; required: boolean }[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(properties).map(([name, of]) => ({
    name,
    schema: of,
    required: required.includes(name),
  }));
}

/** What a schema allows: itself, or each of the forms that it lets choose from. */
export const formsOf = (schema: JsonSchema): readonly JsonSchema[] =>
  (schema['oneOf'] ?? schema['anyOf'] ?? [schema]) as readonly JsonSchema[];
