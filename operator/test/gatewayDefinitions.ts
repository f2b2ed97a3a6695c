import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const release = 'sigs.k8s.io/gateway-api@v1.7.0';
const kinds = ['httproutes', 'gateways', 'listenersets'] as const;

/** A CustomResourceDefinition as it is published. */
export interface Definition {
  readonly metadata: { readonly name: string };
}

/** What the Gateway API publishes for its standard channel, out of its Go module. */
export function gatewayDefinitions(): readonly Definition[] {
  // The module asks for a newer Go than its files need: it is there even where Go complains.
  const said = go('mod', 'download', '-json', release);
  const folder = join(go('env', 'GOMODCACHE').trim(), release, 'config/crd/standard');
  return kinds.map((kind) => {
    const path = join(folder, `gateway.networking.k8s.io_${kind}.yaml`);
    try {
      return parse(readFileSync(path, 'utf8')) as Definition;
    } catch (cause) {
      throw new Error(`There is no ${path}; Go says: ${said}`, { cause });
    }
  });
}

const go = (...words: readonly string[]): string =>
  spawnSync('go', words, { cwd: tmpdir(), encoding: 'utf8' }).stdout ?? 'There is no Go.';
