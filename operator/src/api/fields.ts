import * as z from 'zod';

/** A CEL rule, evaluated by the API server. The message is the one sentence that the user reads. */
export interface Rule {
  readonly rule: string;
  readonly message: string;
  readonly fieldPath?: string;
}

/** Attaches rules to the schema that it is given to: `z.object({…}).meta(rules(…))`. */
export const rules = (...all: readonly Rule[]) => ({ 'x-kubernetes-validations': all });

/** A whole number; `description` names its unit. */
export const whole = (description: string, min: number, max: number) =>
  z.int32().min(min).max(max).describe(description);

export const text = (description: string, maxLength: number) =>
  z.string().min(1).max(maxLength).describe(description);

export const choice = <const Values extends readonly [string, ...string[]]>(
  description: string,
  values: Values,
) => z.enum(values).describe(description);

/** A moment in time as the API server writes it, such as 2026-11-20T10:00:00Z. */
export const time = (description: string) =>
  z.string().max(32).meta({ format: 'date-time' }).describe(description);

/** The name of another object. Its namespace is always the SpaceTime's own. */
export const objectName = (description: string) =>
  text(description, 253).regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);

/** The name of an item in a list, or of a directory made from it. */
export const itemName = (description: string) =>
  text(description, 63).regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);

/** A key in a Secret. */
export const itemKey = (description: string) => text(description, 253).regex(/^[-._a-zA-Z0-9]+$/);

export const secretRef = (description: string) =>
  z
    .object({ name: objectName('Name of the Secret, in the namespace of the SpaceTime.') })
    .describe(description);

/** A network port that a process without privileges may open. */
export const port = (description: string) => whole(description, 1024, 65535);

const amount = /^[0-9]+(\.[0-9]{1,3})?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;
const intOrString = { 'x-kubernetes-int-or-string': true };

/** An amount as Kubernetes writes it, such as 1Gi; read it with `quantity`. */
export const quantityText = (description: string) => z.string().max(20).regex(amount).describe(description);

/** Processor time, such as 250m or 2: the one amount that people also write as a bare number. */
export const cpuText = (description: string) =>
  z.coerce.string().max(20).regex(amount).meta(intOrString).describe(description);

/** Per cent with up to three decimals; fractions are quoted, because floats are never allowed in a spec. */
export const decimalPercent = (description: string, fieldPath: string) =>
  z.coerce
    .string()
    .max(20)
    .regex(/^[0-9]{1,3}(\.[0-9]{1,3})?$/)
    .transform(Number)
    .meta({
      ...intOrString,
      ...rules({
        rule: "quantity(string(self)).compareTo(quantity('100')) <= 0",
        message: `${fieldPath} must lie between 0 and 100.`,
      }),
    })
    .describe(description);

/** A host name, or `*.` and one. `field` is what a refusal calls it. */
export const hostName = (description: string, field: string) =>
  text(description, 253).meta(
    rules({
      rule: "self.matches('^([*][.])?([a-z0-9]([-a-z0-9]*[a-z0-9])?[.])*[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
      message: `${field} must hold host names such as spacetime.example.com, without scheme, port or path.`,
    }),
  );

/** An HTTP path of the world. `field` is what a refusal calls it. */
export const httpPath = (description: string, field: string) =>
  text(description, 256).meta(
    rules({
      rule: "self.startsWith('/') && !self.matches('[?#[:space:]]')",
      message: `${field} must start with / and have no query.`,
    }),
  );

/** A list that one owner writes whole. Absent reads as empty. */
export const atomicList = <Item extends z.ZodType>(description: string, item: Item, maxItems: number) =>
  z
    .array(item)
    .max(maxItems)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
    .describe(description)
    .optional()
    .transform((items) => items ?? []);

/** A list of distinct values, of which several owners may hold some. Absent reads as empty. */
export const setList = <Item extends z.ZodType>(description: string, item: Item, maxItems: number) =>
  z
    .array(item)
    .max(maxItems)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe(description)
    .optional()
    .transform((items) => items ?? []);

/** A list whose items several owners may hold, one for each value of `key`. Absent reads as empty. */
export const keyedList = <Shape extends z.ZodRawShape>(
  description: string,
  item: z.ZodObject<Shape>,
  maxItems: number,
  key: keyof Shape & string = 'name',
) =>
  z
    .array(item)
    .max(maxItems)
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] })
    .describe(description)
    .optional()
    .transform((items) => items ?? []);
