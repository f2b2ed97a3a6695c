import type { Scope } from './scope.ts';

/** One rule of Prometheus, before anything of the spec changes it. */
export interface Alert {
  readonly severity: 'Critical' | 'Warning';
  /** Seconds that it must have been so. */
  readonly forSeconds: number;
  /** What is compared with, in the unit of the alert; absent where there is nothing to compare. */
  readonly threshold?: number;
  /** A threshold at which it is critical as well, made from the other one. */
  readonly criticalAt?: (threshold: number) => number;
  readonly expression: (scope: Scope, threshold: number) => string;
  /** What is so, in a few words after the name of the world. */
  readonly summary: string;
  /** What happened, and what the operator has done about it; templates of Prometheus. */
  readonly description: (scope: Scope) => readonly string[];
}
