import type { ISecret, SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** A Secret as the API names it, or as cdk8s-plus has it. */
type Reference<Field> = Field extends object
  ? 'key' extends keyof Field
    ? Field | ISecret | SecretValue
    : Field | ISecret
  : Field;

type NamesSecrets = 'secretRef' | `${string}SecretRef` | 'imagePullSecrets';

/** The same fields, in which Secrets may be those of cdk8s-plus. */
export type WithSecrets<Value> = Value extends readonly (infer Item)[]
  ? readonly WithSecrets<Item>[]
  : Value extends object
    ? {
        readonly [Name in keyof Value]: Name extends NamesSecrets
          ? Referenced<Value[Name]>
          : WithSecrets<Value[Name]>;
      }
    : Value;

type Referenced<Field> = Field extends readonly (infer Item)[]
  ? readonly Reference<Item>[]
  : Reference<Field>;

/** A spec in which every Secret is named as the API names it. Everything else stays as it is. */
export function withNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNames);
  if (typeof value !== 'object' || value === null) return value;
  if (Construct.isConstruct(value)) return { name: (value as unknown as ISecret).name };
  if (isSecretValue(value)) return { name: value.secret.name, key: value.key };
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withNames(field)]));
}

const isSecretValue = (value: object): value is SecretValue =>
  'secret' in value && Construct.isConstruct(value.secret);
