/** Amounts as Kubernetes takes them in a container: text, also where people wrote a number. */
export const amounts = (asked: { readonly [name: string]: string | number }): Record<string, string> =>
  Object.fromEntries(Object.entries(asked).map(([name, amount]) => [name, String(amount)]));
