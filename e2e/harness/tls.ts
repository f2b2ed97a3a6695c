import { kubectl } from './kubectl.ts';
import type { World } from './world.ts';

/** Applies the Secret `world-tls` with this pair, in PEM, to a world's namespace. */
export async function applyPair(
  { namespace }: Pick<World, 'namespace'>,
  { cert, key }: { readonly cert: string; readonly key: string },
): Promise<void> {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'world-tls', namespace },
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': cert, 'tls.key': key },
  };
  await kubectl(['apply', '-f', '-'], JSON.stringify(secret));
}
