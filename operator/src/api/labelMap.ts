import * as z from 'zod';
import { type Rule, rules } from './fields.ts';

// Source: Kubernetes, Labels and Selectors, Syntax and character set.
const name = '^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$';

/** A map whose keys Kubernetes takes for names of labels and annotations. `field` is what a refusal calls it. */
export const qualifiedNames = (field: string): Rule => ({
  rule: `self.all(k, k.matches('${name}'))`,
  message: `${field} must have names such as release or example.com/team; correct the name.`,
});

/** Labels as Kubernetes has them: a map with at most 16 names. `field` is what a refusal calls it. */
export const labelMap = (description: string, field: string) =>
  z
    .record(
      z.string(),
      z
        .string()
        .max(63)
        .regex(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/),
    )
    .meta({ maxProperties: 16, ...rules(qualifiedNames(field)) })
    .describe(description);
