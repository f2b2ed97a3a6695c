import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { customResourceDefinition } from '../../operator/src/api/crd.ts';

/** The resource itself, generated from the operator's schema. */
export function addDefinition(scope: Construct): void {
  new ApiObject(scope, 'definition', customResourceDefinition());
}
