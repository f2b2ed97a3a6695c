import type { Ingress, KubeObject, Service } from '../kube/types.ts';

/** Addresses that somebody gave to the world: host names, or IP addresses. */
export interface AddressesFound {
  /** Of the load balancer of its Service. */
  readonly service: readonly string[];
  readonly ingress: readonly string[];
}

/** What stands in the status of Service and Ingress of this name. */
export function addressesOf(children: readonly KubeObject[], name: string): AddressesFound {
  const given = (kind: string): readonly string[] =>
    children
      .filter((child): child is Service | Ingress => child.kind === kind && child.metadata.name === name)
      .flatMap(({ status }) => status?.loadBalancer?.ingress ?? [])
      .flatMap(({ hostname, ip }) => hostname ?? ip ?? []);
  return { service: given('Service'), ingress: given('Ingress') };
}
