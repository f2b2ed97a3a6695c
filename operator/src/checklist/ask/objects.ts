import type { ConfigMap, Container, Deployment, KubeObject, Secret, Service } from '../../kube/types.ts';
import { revisionObjectName, servingCertificateName } from '../../plan/metadata.ts';
import type { Facts } from '../facts.ts';
import { type Ask, failed, holds, passed } from '../line.ts';

const child = <T extends KubeObject>({ children }: Facts, kind: string, name: string): T | undefined =>
  children.find((one): one is T => one.kind === kind && one.metadata.name === name);

const deploymentIn = (facts: Facts): Deployment | undefined =>
  child<Deployment>(facts, 'Deployment', revisionObjectName(facts, facts.revision));

const runtimeIn = (facts: Facts): Container | undefined =>
  deploymentIn(facts)?.spec?.template.spec?.containers[0];

/** A variable of the revision's pods is as the spec asks for it. */
export const variable =
  (name: string, wanted: (facts: Facts) => string | undefined): Ask =>
  (facts) => {
    const runtime = runtimeIn(facts);
    if (!runtime) return undefined;
    const value = runtime.env?.find((one) => one.name === name)?.value;
    const must = wanted(facts);
    if (value === undefined && must === undefined) return passed(`${name} is not set`);
    return holds(
      value === must,
      `${name}=${value}`,
      `${name} is ${value ?? 'not set'}, not ${must ?? 'unset'}`,
    );
  };

/** The Deployment of the revision is there, and the cluster has pods of it. */
export const deployed: Ask = (facts) => {
  const found = deploymentIn(facts);
  if (!found) return failed(`Deployment ${revisionObjectName(facts, facts.revision)} is not there`);
  const { readyReplicas: ready = 0 } = found.status ?? {};
  const evidence = `Deployment ${found.metadata.name} has ${ready} ready pods`;
  return holds(ready > 0, evidence, evidence);
};

/** All pods that the Deployment of the revision asks for are of its template, and available. */
export const rolledOut: Ask = (facts) => {
  if (!facts.isSettled) return undefined;
  const found = deploymentIn(facts);
  const { replicas = 0 } = found?.spec ?? {};
  const { updatedReplicas: updated = 0, availableReplicas: available = 0 } = found?.status ?? {};
  const evidence = `${updated} of ${replicas} pods updated, ${available} available`;
  return holds(replicas > 0 && updated >= replicas && available >= replicas, evidence, evidence);
};

/** The Service of the world and that of the revision are there, and have ports. */
export const services: Ask = (facts) => {
  const names = [facts.name, revisionObjectName(facts, facts.revision)];
  const lacking = names.filter(
    (name) => (child<Service>(facts, 'Service', name)?.spec?.ports?.length ?? 0) === 0,
  );
  return holds(
    lacking.length === 0,
    `Services ${names.join(', ')} have their ports`,
    `Service ${lacking[0]} is not there, or has no ports`,
  );
};

/** What is said of the scenes that the revision's configuration lets in. */
export const whitelist =
  (isGood: (scenes: readonly string[]) => boolean, what: string): Ask =>
  (facts) => {
    const found = child<ConfigMap>(facts, 'ConfigMap', revisionObjectName(facts, facts.revision));
    if (!found) return undefined;
    const scenes = scenesIn(found, facts.spec.environment);
    const evidence = `${facts.spec.environment}: ${scenes.length} entries, ${what}`;
    return holds(
      isGood(scenes),
      evidence,
      `${facts.spec.environment} lets in ${scenes.join(', ') || 'nothing'}`,
    );
  };

function scenesIn({ data }: ConfigMap, environment: string): readonly string[] {
  const lists = JSON.parse(data?.['scene_whitelist.json'] ?? '{}') as Readonly<
    Record<string, readonly string[]>
  >;
  return lists[environment] ?? [];
}

const servingSecret = (facts: Facts): Secret | undefined =>
  child<Secret>(facts, 'Secret', servingCertificateName(facts));

/** The pair that the pods serve is in a Secret of its type. */
export const certificateStored: Ask = (facts) => {
  const found = servingSecret(facts);
  const name = servingCertificateName(facts);
  const isWhole =
    found?.type === 'kubernetes.io/tls' && Boolean(found.data?.['tls.crt'] && found.data['tls.key']);
  return holds(isWhole, `Secret ${name} holds the certificate and its key`, `Secret ${name} is not there`);
};

/** A key is in the Secret that pods mount, and nowhere where every reader of the namespace finds it. */
export const keySecured: Ask = (facts) => {
  const leak = facts.children.find(
    (one) =>
      one.kind === 'ConfigMap' && JSON.stringify((one as ConfigMap).data ?? {}).includes('PRIVATE KEY'),
  );
  if (leak) return failed(`ConfigMap ${leak.metadata.name} holds a private key`);
  return certificateStored(facts);
};
