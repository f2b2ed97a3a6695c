import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { app } from './main.ts';

interface World {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly image: string;
    readonly promotion: {
      readonly allowedNamespaces?: readonly string[];
      readonly requires?: { readonly trustedNamespaces: readonly string[] };
    };
  };
}

const folder = mkdtempSync(join(tmpdir(), 'sample-'));

function worldIn(file: string): World {
  const objects = parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(
    (one) => one.toJS() as World,
  );
  const world = objects.find(({ kind }) => kind === 'SpaceTime');
  if (!world) throw new Error(`${file} holds no SpaceTime.`);
  return world;
}

it('the sample writes a file for the operator and one for each environment', () => {
  app(folder).synth();
  expect(readdirSync(folder).sort()).toEqual([
    'operator.k8s.yaml',
    'plaza-staging.k8s.yaml',
    'plaza.k8s.yaml',
  ]);
});

it('its production takes what its staging has passed, and each names the other', () => {
  const [staging, production] = [worldIn('plaza-staging.k8s.yaml'), worldIn('plaza.k8s.yaml')];
  expect(production.spec.image).toBe(staging.spec.image);
  expect(staging.spec.promotion.allowedNamespaces).toEqual([production.metadata.namespace]);
  expect(production.spec.promotion.requires?.trustedNamespaces).toEqual([staging.metadata.namespace]);
});
