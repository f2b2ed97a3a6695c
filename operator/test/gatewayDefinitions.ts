import { type Definition, publishedDefinitions } from './publishedDefinitions.ts';

const kinds = ['httproutes', 'gateways', 'listenersets'] as const;

/** What the Gateway API publishes for its standard channel. */
export const gatewayDefinitions = (): readonly Definition[] =>
  publishedDefinitions(
    'sigs.k8s.io/gateway-api@v1.7.0',
    'config/crd/standard',
    kinds.map((kind) => `gateway.networking.k8s.io_${kind}.yaml`),
  );
