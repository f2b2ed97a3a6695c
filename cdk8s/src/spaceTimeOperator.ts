import { type IServiceAccount, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { addDefinition } from './crd.ts';
import { defaultNamespace, healthPort, name } from './names.ts';
import { addNamespace } from './namespace.ts';
import { addOperatorMonitor } from './operatorMonitor.ts';
import { addOperatorNetwork } from './operatorNetwork.ts';
import { addOperatorPods, placed } from './operatorPods.ts';
import { addPermissions } from './permissions.ts';
import { type OperatorSettings, settled } from './settings.ts';
import { addUserRoles } from './userRoles.ts';

export interface SpaceTimeOperatorProps extends OperatorSettings {
  /** Namespace of the operator, which is part of what is made; `spacetime-system` without it. */
  readonly namespace?: string;
}

/**
 * The operator, one for each cluster: the same objects as `dist/install.yaml`, the chart and kustomize give. Throws
 * `InvalidSettings` with a sentence that names the property.
 */
export class SpaceTimeOperator extends Construct {
  readonly namespace: string;
  readonly serviceAccount: IServiceAccount;
  /** Where it answers /metrics inside the cluster. */
  readonly metricsUrl: string;

  constructor(
    scope: Construct,
    id: string,
    { namespace = defaultNamespace, ...settings }: SpaceTimeOperatorProps = {},
  ) {
    super(scope, id);
    const complete = settled(settings);
    addNamespace(this, namespace);
    if (complete.crds.enabled) addDefinition(this);
    addPermissions(this, namespace);
    addUserRoles(this);
    addOperatorNetwork(this, namespace);
    addOperatorPods(this, namespace, placed(complete));
    if (complete.podMonitor.enabled) addOperatorMonitor(this, namespace);
    this.namespace = namespace;
    this.serviceAccount = ServiceAccount.fromServiceAccountName(this, 'identity', name, {
      namespaceName: namespace,
    });
    this.metricsUrl = `http://${name}.${namespace}.svc:${healthPort}/metrics`;
  }
}
