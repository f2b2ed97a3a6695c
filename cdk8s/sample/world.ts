import { SpaceTime, type SpaceTimeInput } from '@spacetime/cdk8s/spaceTime';
import { Chart } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** What staging tries is what production gets: one image and one whitelist for both, or it would be another artifact. */
const artifact = {
  image: 'registry.example.com/plaza:2.4.1',
  scenes: {
    whitelist: { staging: ['res://**'], production: ['res://vr_main.tscn', 'res://minimal_test.tscn'] },
  },
} satisfies SpaceTimeInput;

/** A world in a namespace of its own, in which only pods without privileges may run. */
function worldIn(
  scope: Construct,
  namespace: string,
  spec: Omit<SpaceTimeInput, keyof typeof artifact>,
): SpaceTime {
  const chart = new Chart(scope, namespace, { disableResourceNameHashes: true });
  new Namespace(chart, 'namespace', {
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
  return new SpaceTime(chart, 'plaza', { metadata: { namespace }, spec: { ...artifact, ...spec } });
}

/** Every release comes here first, and settles soon. */
export const staging = (scope: Construct, production: string): SpaceTime =>
  worldIn(scope, 'plaza-staging', {
    environment: 'staging',
    rollout: { canary: { steps: [{ trafficPercent: 50 }] }, bakeSeconds: 60 },
    promotion: { allowedNamespaces: [production] },
  });

/** Takes what has been stable in staging for an hour. */
export const production = (scope: Construct, namespace: string): SpaceTime =>
  worldIn(scope, namespace, {
    replicas: 3,
    exposure: { hostnames: ['plaza.example.com'] },
    tls: { secretRef: { name: 'plaza-example-com' } },
    promotion: { requires: { trustedNamespaces: ['plaza-staging'], minStableSeconds: 3600 } },
  });
