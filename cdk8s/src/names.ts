/** Where the operator lives, and what every object of its installation is called. */
export const namespace = 'spacetime-system';
export const name = 'spacetime-operator';

export const labels = {
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/part-of': 'spacetime',
} as const;
