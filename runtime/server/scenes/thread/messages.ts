import type { Outcome } from '../compile.ts';
import type { Input } from '../files/worldSource.ts';

/** What a compiler thread is asked. */
export interface Order {
  readonly directory: string;
  readonly path: string;
}

/**
 * What it says: first that it is ready, then for each order what the scene needs, as it is looked at, and one answer. A failure is a
 * fault of the compiler itself.
 */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'input'; readonly input: Input }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'failure'; readonly message: string };
