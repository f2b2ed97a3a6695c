import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { installation } from '../../cdk8s/src/main.ts';
import type { OperatorSettings } from '../../cdk8s/src/settings.ts';
import { worlds } from './worlds.ts';

// A tag, as an installation has it: `dev` is for this repository alone.
const released: OperatorSettings = { image: 'spacetime-operator:0.1.0' };

/** A new folder with all that this project puts into a cluster: the operator, and what it renders for each sample. */
export function allManifests(): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  const write = (file: string, objects: readonly object[]) =>
    writeFileSync(
      join(folder, file),
      objects.map((one) => stringify(one, { aliasDuplicateObjects: false })).join('---\n'),
    );
  write('operator.yaml', installation(released));
  for (const [file, objects] of worlds) write(`world-${file}`, objects);
  return folder;
}
