import { readConfig } from '../../operator/src/config.ts';

/** Where the operator lives unless somebody says otherwise, and what every object of its installation is called. */
export const defaultNamespace = 'spacetime-system';
export const name = 'spacetime-operator';

export const labels = {
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/part-of': 'spacetime',
} as const;

export const selector = { matchLabels: { 'app.kubernetes.io/name': name } } as const;

/** Where the operator answers `/livez`, `/readyz` and `/metrics`. */
export const healthPort = readConfig({}).HEALTH_PORT;
