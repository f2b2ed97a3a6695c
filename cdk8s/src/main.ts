import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { addDefinition } from './crd.ts';
import { defaultNamespace } from './names.ts';
import { addNamespace } from './namespace.ts';
import { addOperatorMonitor } from './operatorMonitor.ts';
import { addOperatorNetwork } from './operatorNetwork.ts';
import { addOperatorPods, type Placed, placed } from './operatorPods.ts';
import { addPermissions } from './permissions.ts';
import { type OperatorSettings, settled } from './settings.ts';
import { addUserRoles } from './userRoles.ts';

/** The objects of an installation by what they are for, in an order in which one `kubectl apply` succeeds. */
export interface Installation<Objects = readonly object[]> {
  readonly namespace: Objects;
  readonly definition: Objects;
  readonly permissions: Objects;
  readonly operator: Objects;
  /** Where it is asked for. */
  readonly monitor: Objects;
}

/** Every part of an installation, from settings that are placed as they are. */
export function parts(namespace: string, settings: Placed): Installation {
  const additions: Installation<(scope: Construct) => void> = {
    namespace: (scope) => addNamespace(scope, namespace),
    definition: addDefinition,
    permissions: (scope) => {
      addPermissions(scope, namespace);
      addUserRoles(scope);
    },
    operator: (scope) => {
      addOperatorNetwork(scope, namespace);
      addOperatorPods(scope, namespace, settings);
    },
    monitor: (scope) => addOperatorMonitor(scope, namespace),
  };
  const app = new App();
  const objects = Object.entries(additions).map(([part, add]: [string, (scope: Construct) => void]) => {
    const chart = new Chart(app, part, { disableResourceNameHashes: true });
    add(chart);
    return [part, chart.toJson()];
  });
  return Object.fromEntries(objects) as Installation;
}

/** Every object of an installation, in that order. Throws `InvalidSettings`. */
export function installation(
  settings: OperatorSettings = {},
  namespace = defaultNamespace,
): readonly object[] {
  const complete = settled(settings);
  const { definition, ...others } = parts(namespace, placed(complete));
  return [
    ...others.namespace,
    ...(complete.crds.enabled ? definition : []),
    ...others.permissions,
    ...others.operator,
    ...(complete.podMonitor.enabled ? others.monitor : []),
  ];
}
