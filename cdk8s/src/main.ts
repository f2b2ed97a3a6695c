import { App, type Chart } from 'cdk8s';
import { crdChart } from './crd.ts';
import { namespaceChart } from './namespace.ts';
import { operatorChart } from './operator.ts';
import { rbacChart } from './rbac.ts';

/** Every object of an installation, in an order in which one `kubectl apply` succeeds. */
export function installation(image: string): readonly object[] {
  const app = new App();
  const charts: readonly Chart[] = [
    namespaceChart(app),
    crdChart(app),
    rbacChart(app),
    operatorChart(app, image),
  ];
  return charts.flatMap((chart) => chart.toJson());
}
