declare const SPACETIME_OPERATOR_VERSION: string | undefined;

/** Version of this operator; the bundle carries that of its package, a process run from source says so. */
export const operatorVersion =
  typeof SPACETIME_OPERATOR_VERSION === 'string' ? SPACETIME_OPERATOR_VERSION : '0.0.0-source';
