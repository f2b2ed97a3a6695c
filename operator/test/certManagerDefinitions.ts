import { type Definition, publishedDefinitions } from './publishedDefinitions.ts';

const kinds = ['certificates', 'issuers', 'clusterissuers', 'certificaterequests', 'challenges', 'orders'];

/** What cert-manager publishes, without the labels that its chart fills in. */
export const certManagerDefinitions = (): readonly Definition[] =>
  publishedDefinitions(
    'github.com/cert-manager/cert-manager@v1.11.5',
    'deploy/crds',
    kinds.map((kind) => `crd-${kind}.yaml`),
  ).map(({ metadata, ...definition }) => ({ ...definition, metadata: { name: metadata.name } }));
