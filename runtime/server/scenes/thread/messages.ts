import type { Outcome } from '../compile.ts';

/** What a compiler thread is asked. */
export interface Order {
  readonly directory: string;
  readonly path: string;
}

/** What it says: first that it is ready, then one answer for each order. A failure is a fault of the compiler itself. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'failure'; readonly message: string };
