import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { customResourceDefinition } from '../../operator/src/api/crd.ts';

/** The resource itself, generated from the operator's schema. */
export function crdChart(scope: Construct): Chart {
  const chart = new Chart(scope, 'crd', { disableResourceNameHashes: true });
  new ApiObject(chart, 'spacetimes', customResourceDefinition());
  return chart;
}
